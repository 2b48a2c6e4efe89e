"""What the command's subcommands do, one module each; cli.py parses for them and prints what they return."""
