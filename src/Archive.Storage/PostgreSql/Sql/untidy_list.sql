select partition, mark from records.untidy order by partition;
