select set_config('archive.secret', $1, false);
