-- The log of slow commands: how many it holds, and the latest of them. On Valkey from 8.1, the lengths of its other logs too.
--
-- KEYS     none
-- ARGV     none
-- Result   the metrics declared below; what the server does not have is left out
-- Cost     some 20 microseconds; no writes
-- Needs    Redis 4.0; +slowlog|len +slowlog|get for an ACL user; COMMANDLOG LEN too, on Valkey from 8.1
--
-- scriptgrid: gauge redis_slowlog_length Slow commands in the log.
-- scriptgrid: gauge redis_slowlog_last_id Number of the latest slow command; 0 where there is none.
-- scriptgrid: gauge redis_last_slow_execution_duration_seconds How long the latest slow command took; 0 where there is none.
-- scriptgrid: gauge redis_commandlog_slow_length Slow commands in Valkey's log of commands.
-- scriptgrid: gauge redis_commandlog_large_request_length Commands with large requests in Valkey's log of commands.
-- scriptgrid: gauge redis_commandlog_large_reply_length Commands with large replies in Valkey's log of commands.

local latest = redis.call('SLOWLOG', 'GET', '1')[1] or {0, 0, 0}
local rows = {
  {'redis_slowlog_length', redis.call('SLOWLOG', 'LEN')},
  {'redis_slowlog_last_id', latest[1]},
  {'redis_last_slow_execution_duration_seconds', latest[3] .. 'e-6'},
}

-- Only Valkey has this table; an unknown command would count among the errors of any other server.
if rawget(_G, 'server') then
  for kind, name in pairs({
    slow = 'redis_commandlog_slow_length',
    ['large-request'] = 'redis_commandlog_large_request_length',
    ['large-reply'] = 'redis_commandlog_large_reply_length',
  }) do
    local length = redis.pcall('COMMANDLOG', 'LEN', kind) -- scriptgrid: allow unknown-command
    if type(length) == 'number' then
      rows[#rows + 1] = {name, length}
    end
  end
end
return rows
