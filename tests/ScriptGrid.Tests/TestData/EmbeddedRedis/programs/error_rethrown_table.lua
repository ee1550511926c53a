local ok, problem = pcall(function()
  error({code = 42, message = 'custom'})
end)
if problem.code == 42 then
  return redis.error_reply('CUSTOM ' .. problem.message)
end
return 'not reached'
