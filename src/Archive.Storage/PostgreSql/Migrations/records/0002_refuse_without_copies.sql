-- Nothing to do: this database takes a refused statement back at no cost. The number is taken, so that it means the same in both dialects.
select 1;
