(() => {
  "use strict";
  const board = BOARD;
  const states = Object.keys(board.sizes).map((name) => document.getElementById(name));
  const handle = document.getElementById("open");
  const closer = document.getElementById("close");
  const back = document.getElementById("back");
  const app = window.mraid;
  const frame = window.$sf && window.$sf.ext;
  let now = board.initial;

  // What is shown -----------------------------------------------------------------------------------------------------

  const show = (state, focus) => {
    if (state !== board.initial) wake();
    now = state;
    document.body.dataset.state = state;
    states.forEach((one) => { one.inert = one.id !== state; });
    if (handle) {
      handle.hidden = state === "expanded";
      handle.setAttribute("aria-expanded", String(state === "expanded"));
    }
    [closer, back].filter(Boolean).forEach((one) => { one.hidden = state === "collapsed"; });
    const control = state === "collapsed" ? handle : closer;
    if (focus && control) control.focus({ preventScroll: true });
    if (film) film.show(state !== "collapsed");
    fit();
  };

  const gone = () => {
    document.body.dataset.state = "gone";
    document.body.hidden = true;
  };

  const fit = () => {  // an app's whole screen: as large as it lets the state be
    if (!app || !board.screen) return;
    const [width, height] = board.sizes[now];
    const large = now === "expanded";
    const scale = large ? Math.min(window.innerWidth / width, window.innerHeight / height) : 1;
    document.body.style.zoom = scale > 0 ? String(scale) : "1";
    document.documentElement.style.background = large ? board.ground : "";
  };

  const wake = () => states.forEach((one) => {  // what is not shown at first is loaded when all else is there
    const asleep = one.querySelector("template"), unseen = one.querySelector("noscript");
    if (asleep) asleep.replaceWith(asleep.content);
    if (unseen) unseen.outerHTML = unseen.textContent;
  });

  const film = FILM;
  const swiped = SWIPED;

  // Who gives it room: an app (MRAID), a page that holds it in a SafeFrame, or nobody who can be asked -----------------

  const [width, height] = board.sizes[board.initial];
  const [wide, tall] = board.sizes.expanded || [width, height];
  const grows = ["push", "expand", "module", "slide"].includes(board.how);
  const up = board.how === "slide" ? height - tall : 0;  // what slides in stands above its bar

  const inApp = () => {
    const settled = (state) => {
      if (state === "hidden") gone();
      if (!grows) return;
      if (state === "expanded" || state === "resized") show("expanded", true);
      if (state === "default" && now === "expanded") show("collapsed", true);
    };
    const seen = () => { delete document.body.dataset.waiting; };
    const ready = () => {
      app.addEventListener("stateChange", settled);
      app.addEventListener("error", (message, action) => { if (action === "resize") app.expand(); });
      app.addEventListener("exposureChange", (share) => { if (share > 0) seen(); });
      app.addEventListener("viewableChange", (viewable) => { if (viewable) seen(); });
      if (!app.isViewable || app.isViewable()) seen();
    };
    document.body.dataset.waiting = document.body.dataset.app = "";
    if (app.getState() === "loading") app.addEventListener("ready", ready);
    else ready();
    return {
      open: () => {
        if (app.getState() !== "default") return;
        if (board.screen || !app.resize) {
          if (app.useCustomClose) app.useCustomClose(true);
          app.expand();
          return;
        }
        app.setResizeProperties({ width: wide, height: tall, offsetX: 0, offsetY: up, allowOffscreen: false,
                                  customClosePosition: "top-right" });
        app.resize();
      },
      close: () => {
        app.close();
        if (!grows && app.getPlacementType() === "inline") gone();  // an app need not take away what is in its page
      },
    };
  };

  const inFrame = () => {
    frame.register(width, height, (status) => {
      if (status === "expanded") show("expanded", true);
      if (status === "collapsed" && now === "expanded") show("collapsed", true);
    });
    const told = frame.supports ? frame.supports() || {} : { "exp-ovr": true, "exp-push": true };
    const able = (what) => Boolean(told[what]) && told[what] !== "0";
    const push = board.how === "push" && able("exp-push");
    if (!push && !able("exp-ovr")) {
      handle.remove();  // there is no room to be had: a plain creative
      return { open: () => {}, close: () => {} };
    }
    return {
      open: () => {
        const room = ((frame.geom && frame.geom()) || {}).exp || {};
        const right = wide - width, left = Number(room.r) < right && Number(room.l) >= right;
        if (left) document.body.dataset.side = "left";
        frame.expand({ t: -up, l: left ? right : 0, r: left ? 0 : right, b: tall - height + up, push });
      },
      close: () => frame.collapse(),
    };
  };

  const alone = { open: () => show("expanded", true), close: () => (grows ? show("collapsed", true) : gone()) };
  const host = app ? inApp() : frame && grows ? inFrame() : alone;

  // What a reader does: a click, a tap or a key, never a pointer that only passes --------------------------------------

  const open = () => (board.how === "fold" ? show("expanded", true) : host.open());
  const close = () => (board.how === "fold" ? show("collapsed", true) : host.close());
  if (handle) handle.addEventListener("click", open);
  [closer, back].filter(Boolean).forEach((one) => one.addEventListener("click", close));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && now !== "collapsed" && closer) close();
  });
  if (swiped) swiped((onwards) => {
    if (onwards && now === "collapsed") open();
    if (!onwards && now === "expanded") close();
  });
  window.addEventListener("resize", fit);
  window.addEventListener("load", wake);
  show(now, false);
})();
