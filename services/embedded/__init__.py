"""The embedded default: a MongoDB of our own as a child process, and the directory that keeps everything."""
