select set_config('archive.schema', $1, false);
