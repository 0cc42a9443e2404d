"""What `import kg` and the command line stand on: typed functions over values; docs/api.md says what of it is public."""
