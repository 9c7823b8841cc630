select set_config('archive.role', $1, false);
