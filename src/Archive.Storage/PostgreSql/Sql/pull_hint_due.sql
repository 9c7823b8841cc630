select source from operations.pull_hint where raised > covered and next_start <= records.now_microseconds() and waiting_until <= records.now_microseconds() order by source;
