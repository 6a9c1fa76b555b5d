-- How many customers each channel reached on each day, with and without their consent to advertising, as it was counted
-- last on that day; and how many decisions about consent were made on it. A day without a count has nulls.
with counted as (
  select day_kst, channel, customers, reachable, ad_consent, night_consent
  from (
    select *, row_number() over (partition by day_kst, channel order by counted_at desc) as place
    from reach
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst between ? /* from */ and ? /* to */
  ) r
  where place = 1
),
decided as (
  select
    day_kst,
    channel,
    cast(count_if(kind = 'AD' and value = 'GRANTED') as bigint) as ad_granted,
    cast(count_if(kind = 'AD' and value = 'WITHDRAWN') as bigint) as ad_withdrawn,
    cast(count_if(kind = 'NIGHT' and value = 'GRANTED') as bigint) as night_granted,
    cast(count_if(kind = 'NIGHT' and value = 'WITHDRAWN') as bigint) as night_withdrawn
  from (
    select customer_key, event_id, min(day_kst) as day_kst, min(channel) as channel, min(kind) as kind, min(value) as value
    from consents
    where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
      and day_kst between ? /* from */ and ? /* to */
    group by customer_key, event_id
  ) c
  group by day_kst, channel
)
select
  coalesce(c.day_kst, d.day_kst) as day_kst,
  coalesce(c.channel, d.channel) as channel,
  c.customers,
  c.reachable,
  c.ad_consent,
  c.night_consent,
  coalesce(d.ad_granted, 0) as ad_granted,
  coalesce(d.ad_withdrawn, 0) as ad_withdrawn,
  coalesce(d.night_granted, 0) as night_granted,
  coalesce(d.night_withdrawn, 0) as night_withdrawn
from counted c
full join decided d on d.day_kst = c.day_kst and d.channel = c.channel
order by day_kst, channel
