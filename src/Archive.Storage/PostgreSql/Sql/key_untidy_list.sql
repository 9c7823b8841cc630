select partition, mark from keys.untidy order by partition;
