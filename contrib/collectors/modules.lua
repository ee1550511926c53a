-- Which modules a server has loaded, and what RediSearch tells of itself in INFO. Nothing on a server without modules.
--
-- KEYS     none
-- ARGV     none
-- Result   the text of INFO MODULES, which ScriptGrid reads by the lines described below, and a row for each module. What the server does
--          not have is left out
-- Cost     one INFO of a section, some 20 microseconds without modules; no writes
-- Needs    Redis 6.0; +info for an ACL user
--
-- scriptgrid: gauge redis_module_info{name,ver,api,filters,usedby,using} A module that is loaded.
-- scriptgrid: gauge redis_search_number_of_indexes Search indexes.
-- scriptgrid: gauge redis_search_number_of_active_indexes Search indexes that are at work.
-- scriptgrid: gauge redis_search_number_of_active_indexes_running_queries Search indexes that run queries.
-- scriptgrid: gauge redis_search_number_of_active_indexes_indexing Search indexes that take documents in.
-- scriptgrid: gauge redis_search_total_active_write_threads Threads that write to search indexes.
-- scriptgrid: gauge redis_search_total_num_docs_in_indexes Documents in all search indexes.
-- scriptgrid: gauge redis_search_used_memory_indexes_bytes Memory of all search indexes.
-- scriptgrid: gauge redis_search_smallest_memory_index_bytes Memory of the smallest search index.
-- scriptgrid: gauge redis_search_largest_memory_index_bytes Memory of the largest search index.
-- scriptgrid: gauge redis_search_used_memory_vector_index_bytes Memory of vectors in search indexes.
-- scriptgrid: gauge redis_search_global_idle Cursors of searches that nobody reads at the moment, before RediSearch 8.
-- scriptgrid: gauge redis_search_global_total Cursors of searches, before RediSearch 8.
-- scriptgrid: gauge redis_search_global_idle_user Cursors of clients that nobody reads at the moment.
-- scriptgrid: gauge redis_search_global_idle_internal Cursors between shards that nobody reads at the moment.
-- scriptgrid: gauge redis_search_global_total_user Cursors of clients.
-- scriptgrid: gauge redis_search_global_total_internal Cursors between shards.
-- scriptgrid: gauge redis_search_collected_bytes Memory that cleaning search indexes gave back, before RediSearch 8.
-- scriptgrid: gauge redis_search_gc_collected_bytes Memory that cleaning search indexes gave back.
-- scriptgrid: gauge redis_search_dialect_1 Whether a query used dialect 1.
-- scriptgrid: gauge redis_search_dialect_2 Whether a query used dialect 2.
-- scriptgrid: gauge redis_search_dialect_3 Whether a query used dialect 3.
-- scriptgrid: gauge redis_search_dialect_4 Whether a query used dialect 4.
-- scriptgrid: counter redis_search_indexing_time_ms_total Time spent on taking documents in.
-- scriptgrid: counter redis_search_cycles_total Rounds of cleaning search indexes, before RediSearch 8.
-- scriptgrid: counter redis_search_run_ms_total Time spent on cleaning search indexes, before RediSearch 8.
-- scriptgrid: counter redis_search_gc_cycles_total Rounds of cleaning search indexes.
-- scriptgrid: counter redis_search_gc_run_ms_total Time spent on cleaning search indexes.
-- scriptgrid: counter redis_search_queries_processed_total Queries that succeeded.
-- scriptgrid: counter redis_search_query_commands_total Commands of queries, each read of a cursor too.
-- scriptgrid: counter redis_search_query_execution_time_ms_total Time spent on queries.
-- scriptgrid: counter redis_search_active_queries_total Queries at work; a counter as redis_exporter has it.
--
-- scriptgrid: line search_number_of_indexes:{redis_search_number_of_indexes}
-- scriptgrid: line search_number_of_active_indexes:{redis_search_number_of_active_indexes}
-- scriptgrid: line search_number_of_active_indexes_running_queries:{redis_search_number_of_active_indexes_running_queries}
-- scriptgrid: line search_number_of_active_indexes_indexing:{redis_search_number_of_active_indexes_indexing}
-- scriptgrid: line search_total_active_write_threads:{redis_search_total_active_write_threads}
-- scriptgrid: line search_total_num_docs_in_indexes:{redis_search_total_num_docs_in_indexes}
-- scriptgrid: line search_used_memory_indexes:{redis_search_used_memory_indexes_bytes}
-- scriptgrid: line search_smallest_memory_index:{redis_search_smallest_memory_index_bytes}
-- scriptgrid: line search_largest_memory_index:{redis_search_largest_memory_index_bytes}
-- scriptgrid: line search_used_memory_vector_index:{redis_search_used_memory_vector_index_bytes}
-- scriptgrid: line search_global_idle:{redis_search_global_idle}
-- scriptgrid: line search_global_total:{redis_search_global_total}
-- scriptgrid: line search_global_idle_user:{redis_search_global_idle_user}
-- scriptgrid: line search_global_idle_internal:{redis_search_global_idle_internal}
-- scriptgrid: line search_global_total_user:{redis_search_global_total_user}
-- scriptgrid: line search_global_total_internal:{redis_search_global_total_internal}
-- scriptgrid: line search_bytes_collected:{redis_search_collected_bytes}
-- scriptgrid: line search_gc_bytes_collected:{redis_search_gc_collected_bytes}
-- scriptgrid: line search_dialect_1:{redis_search_dialect_1}
-- scriptgrid: line search_dialect_2:{redis_search_dialect_2}
-- scriptgrid: line search_dialect_3:{redis_search_dialect_3}
-- scriptgrid: line search_dialect_4:{redis_search_dialect_4}
-- scriptgrid: line search_total_indexing_time:{redis_search_indexing_time_ms_total}
-- scriptgrid: line search_total_cycles:{redis_search_cycles_total}
-- scriptgrid: line search_total_ms_run:{redis_search_run_ms_total}
-- scriptgrid: line search_gc_total_cycles:{redis_search_gc_cycles_total}
-- scriptgrid: line search_gc_total_ms_run:{redis_search_gc_run_ms_total}
-- scriptgrid: line search_total_queries_processed:{redis_search_queries_processed_total}
-- scriptgrid: line search_total_query_commands:{redis_search_query_commands_total}
-- scriptgrid: line search_total_query_execution_time_ms:{redis_search_query_execution_time_ms_total}
-- scriptgrid: line search_total_active_queries:{redis_search_active_queries_total}

local info = redis.call('INFO', 'modules')

local rows = {info}
for module in info:gmatch('\nmodule:([^\r]*)') do
  local function field(name)
    return (',' .. module):match(',' .. name .. '=([^,]*)') or ''
  end
  rows[#rows + 1] = {
    'redis_module_info', field('name'), field('ver'), field('api'), field('filters'), field('usedby'), field('using'), 1,
  }
end
return rows
