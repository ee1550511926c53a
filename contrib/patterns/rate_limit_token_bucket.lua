-- Allows calls at a steady rate, and bursts of what was saved: a bucket that refills all the time, from which each call takes.
--
-- KEYS[1]  the limit's own key, a hash: tokens, and the time in microseconds when there were as many
-- ARGV[1]  capacity: the tokens of a full bucket, which is the largest burst
-- ARGV[2]  how many tokens are added ...
-- ARGV[3]  ... in each time of this length, in milliseconds; they come one by one, not all at its end
-- ARGV[4]  how many tokens this call takes, at most ARGV[1]: 1 if absent
-- Result   allowed, 1 or 0; remaining, the whole tokens left; retry_after_ms, 0 where it was allowed, else the milliseconds until the
--          bucket holds as many tokens as this call takes. What is not allowed takes none
-- Cost     constant; a full bucket takes no memory
-- Needs    Redis 5.0, since it writes after TIME; +time +hmget +hset +pexpire

local function whole(place, text, low)
  local number = text and text:match('^%-?%d+$') and tonumber(text)
  if not number or math.abs(number) >= 1e15 or (low and number < low) then
    error(place .. ' is ' .. (text and '"' .. text .. '"' or 'missing')
      .. ': it must be a whole number of at most 15 digits' .. (low and ', ' .. low .. ' or more' or ''))
  end
  return number
end

if #KEYS ~= 1 then
  error('KEYS holds ' .. #KEYS .. ': this script takes 1 key')
end
local capacity = whole('ARGV[1]', ARGV[1], 1)
local refill = whole('ARGV[2]', ARGV[2], 1)
local period = whole('ARGV[3]', ARGV[3], 1)
local cost = whole('ARGV[4]', ARGV[4] or '1', 1)
if cost > capacity then
  error('ARGV[4] is "' .. ARGV[4] .. '": it must be at most ARGV[1], "' .. ARGV[1] .. '"')
end

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local stored = redis.call('HMGET', KEYS[1], 'tokens', 'time')
local tokens, since = tonumber(stored[1] or capacity), tonumber(stored[2] or now)
if not tokens or not since then
  error('KEYS[1] is a hash whose fields tokens and time hold no numbers: not one of this script')
end
local elapsed = math.max(now - since, 0) -- clocks may be set back
tokens = math.min(tokens + elapsed / 1000 * refill / period, capacity)

local function milliseconds_to_gain(missing)
  return math.min(math.ceil(missing * period / refill), 1e15)
end

local allowed = tokens >= cost
local wait = 0
if allowed then
  tokens = tokens - cost
else
  wait = math.max(milliseconds_to_gain(cost - tokens), 1)
end
if allowed or now < since then
  redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'time', string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], milliseconds_to_gain(capacity - tokens) + 1)
end
return {'allowed', allowed and 1 or 0, 'remaining', math.floor(tokens), 'retry_after_ms', wait}
