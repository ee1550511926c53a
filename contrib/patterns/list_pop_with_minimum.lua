-- Pops an element from a list, as long as so many are left in it.
--
-- KEYS[1]  the list
-- ARGV[1]  how many elements must be left, 0 or more
-- ARGV[2]  "left" or "right", the end to pop from: "left" if absent
-- Result   the element; nil where the list would be left with fewer than ARGV[1], or is empty
-- Cost     constant
-- Needs    Redis 2.6; +llen +lpop +rpop

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
local minimum = whole('ARGV[1]', ARGV[1], 0)
local pops = {left = 'LPOP', right = 'RPOP'}
local pop = pops[ARGV[2] or 'left']
if not pop then
  error('ARGV[2] is "' .. ARGV[2] .. '": it must be left or right')
end

if redis.call('LLEN', KEYS[1]) <= minimum then
  return false
end
return redis.call(pop, KEYS[1])
