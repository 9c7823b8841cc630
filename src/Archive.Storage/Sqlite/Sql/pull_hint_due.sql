select source from pull_hint where raised > covered and next_start <= @Now and waiting_until <= @Now order by source;
