"""Workers on this machine: warm processes, forked, spawned or pooled."""
