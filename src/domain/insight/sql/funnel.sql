-- How many customers went through named events in order, within a time limit from the first. Every first step opens a
-- window; of events at one moment the earlier step comes first. The first step lies in the period, the others may follow it.
-- at_step is the moment and the step in one number, so that one column sorts both and tells both. Days in Korea are asked
-- for as moments: day_kst would be one more column to read, and texts to compare.
-- reach_n is, at each event, when the latest first step happened from which step n was reached in time: the latest one
-- leaves most time for what is to come. Each round takes on what may still come further, and everybody's last event, by
-- which they are counted: of first steps one behind the other the last, and of later steps those in time.
with told as (
  select
    customer_key,
    date_diff('millisecond', timestamp '0001-01-01 00:00:00', occurred_at) * 8 + case name
      when ? /* step1 */ then 1
      when ? /* step2 */ then 2
      when ? /* step3 */ then 3
      when ? /* step4 */ then 4
      when ? /* step5 */ then 5
      else 6
    end as at_step
  from events
  where arrival_day between ? /* arrivalFrom */ and ? /* arrivalTo */
    and occurred_at >= cast(? /* startsAt */ as timestamp) and occurred_at <= cast(? /* laterEndsAt */ as timestamp)
    and name in (
      ? /* step1 */, ? /* step2 */, ? /* step3 */, ? /* step4 */, ? /* step5 */, ? /* step6 */
    )
    and (name <> ? /* step1 */ or occurred_at <= cast(? /* endsAt */ as timestamp))
),
followed as (
  select *, lead(at_step) over (partition by customer_key order by at_step) as next_at_step
  from told
),
first_steps as (
  select customer_key, at_step, next_at_step is null as is_last, max(case when at_step % 8 = 1 then at_step end) over (
      partition by customer_key order by at_step rows between unbounded preceding and current row
    ) as reach_1
  from followed
  where next_at_step is null or at_step % 8 > 1 or next_at_step % 8 > 1
),
second_steps as (
  select *, max(
      case when at_step % 8 = 2 and at_step - reach_1 <= cast(? /* withinMs */ as bigint) * 8 + 7 then reach_1 end
    ) over (
      partition by customer_key order by at_step rows between unbounded preceding and current row
    ) as reach_2
  from first_steps
  where is_last
    or (at_step % 8 >= 2 and at_step - reach_1 <= cast(? /* withinMs */ as bigint) * 8 + 7)
),
third_steps as (
  select *, max(
      case when at_step % 8 = 3 and at_step - reach_2 <= cast(? /* withinMs */ as bigint) * 8 + 7 then reach_2 end
    ) over (
      partition by customer_key order by at_step rows between unbounded preceding and current row
    ) as reach_3
  from second_steps
  where is_last
    or (at_step % 8 >= 3 and at_step - reach_2 <= cast(? /* withinMs */ as bigint) * 8 + 7)
),
fourth_steps as (
  select *, max(
      case when at_step % 8 = 4 and at_step - reach_3 <= cast(? /* withinMs */ as bigint) * 8 + 7 then reach_3 end
    ) over (
      partition by customer_key order by at_step rows between unbounded preceding and current row
    ) as reach_4
  from third_steps
  where ? /* step4 */ <> ''
    and (is_last or (at_step % 8 >= 4 and at_step - reach_3 <= cast(? /* withinMs */ as bigint) * 8 + 7))
),
fifth_steps as (
  select *, max(
      case when at_step % 8 = 5 and at_step - reach_4 <= cast(? /* withinMs */ as bigint) * 8 + 7 then reach_4 end
    ) over (
      partition by customer_key order by at_step rows between unbounded preceding and current row
    ) as reach_5
  from fourth_steps
  where is_last
    or (at_step % 8 >= 5 and at_step - reach_4 <= cast(? /* withinMs */ as bigint) * 8 + 7)
),
all_steps as (
  select customer_key, at_step, is_last, reach_1, reach_2, reach_3, reach_4, reach_5
  from fifth_steps
  union all
  -- Most funnels have no fourth step: the rounds for more have nothing to do then.
  select customer_key, at_step, is_last, reach_1, reach_2, reach_3, cast(null as bigint) as reach_4, cast(null as bigint) as reach_5
  from third_steps
  where ? /* step4 */ = ''
)
select
  count(case when is_last then reach_1 end) as step_1,
  count(case when is_last then reach_2 end) as step_2,
  count(case when is_last then reach_3 end) as step_3,
  count(case when is_last then reach_4 end) as step_4,
  count(case when is_last then reach_5 end) as step_5,
  count(distinct case
    when at_step % 8 = 6 and at_step - reach_5 <= cast(? /* withinMs */ as bigint) * 8 + 7 then customer_key
  end) as step_6
from all_steps
