-- How far each replica is behind, as its master sees it, in bytes and seconds. Nothing on a server without replicas.
--
-- KEYS     none
-- ARGV     none
-- Result   the metrics declared below; the label replica is the address that the master knows, in the form of the label target
-- Cost     one INFO of a section, some 20 microseconds; no writes
-- Needs    Redis 4.0; +info for an ACL user
--
-- scriptgrid: gauge redis_replica_lag_bytes{replica} How much of what the master has written each replica has not confirmed.
-- scriptgrid: gauge redis_replica_lag_seconds{replica} Time since each replica last confirmed anything.
-- scriptgrid: gauge redis_replica_online{replica} Whether each replica has all data and follows the master, rather than receiving a copy.

local info = redis.call('INFO', 'replication')
local written = tonumber(info:match('\nmaster_repl_offset:(%d+)')) or 0

local rows = {}
for ip, port, state, offset, rest in info:gmatch('\nslave%d+:ip=([^,]*),port=([^,]*),state=([^,]*),offset=(%d+)([^\r]*)') do
  local replica = (ip:find(':', 1, true) and '[' .. ip .. ']' or ip) .. ':' .. port
  rows[#rows + 1] = {'redis_replica_online', replica, state == 'online' and 1 or 0}
  rows[#rows + 1] = {'redis_replica_lag_bytes', replica, math.max(written - offset, 0)}
  local lag = rest:match(',lag=(%d+)')
  if lag then
    rows[#rows + 1] = {'redis_replica_lag_seconds', replica, lag}
  end
end
return rows
