-- What messages cost, by day, channel and campaign; then by day, by channel, by campaign, and all: what a row is not about
-- is null. Costs are whole millionths of a won, which add up exactly; unpriced are messages whose price nobody knows.
select
  case when grouping(day_kst) = 0 then day_kst end as day_kst,
  case when grouping(channel) = 0 then channel end as channel,
  case when grouping(campaign_id) = 0 then campaign_id end as campaign_id,
  count(*) as messages,
  cast(coalesce(sum(parts), 0) as bigint) as parts,
  cast(coalesce(sum(cost_micros), 0) as bigint) as cost_micros,
  count(case when cost_micros is null then 1 end) as unpriced
from (
  select
    customer_key,
    event_id,
    min(day_kst) as day_kst,
    coalesce(min(channel), 'NONE') as channel,
    min(campaign_id) as campaign_id,
    min(parts) as parts,
    cast(round(min(cost_krw) * 1000000) as bigint) as cost_micros
  from deliveries
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and day_kst between ? /* from */ and ? /* to */
    and status = 'CHARGED'
  group by customer_key, event_id
) d
group by grouping sets ((day_kst, channel, campaign_id), (day_kst), (channel), (campaign_id), ())
order by day_kst nulls first, channel nulls first, campaign_id nulls first
limit 20000
