-- How many events of each day the lake holds, copies and all: a day is built anew when its rollup was made of another number.
select day_kst, count(*) as records
from events
where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
  and day_kst between ? /* from */ and ? /* to */
group by day_kst
order by day_kst
