using System.Text;
using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Scripts;

/// <summary>FUNCTION LIST and STATS.</summary>
internal static class FunctionListing
{
    internal static void List(in CommandCall call, FunctionRegistry functions)
    {
        if (!TryReadOptions(call, out byte[]? pattern, out bool withCode))
        {
            return;
        }

        FunctionLibrary[] libraries =
            [.. functions.Libraries.Where(library => pattern is null || Glob.Matches(pattern, Encoding.Latin1.GetBytes(library.Name), ignoreCase: true))];
        call.Reply.Array(libraries.Length);
        foreach (var library in libraries)
        {
            Write(call.Reply, library, withCode);
        }
    }

    private static bool TryReadOptions(in CommandCall call, out byte[]? pattern, out bool withCode)
    {
        pattern = null;
        withCode = false;
        for (int i = 2; i < call.Words.Length; i++)
        {
            if (!withCode && call.Is(i, "withcode"))
            {
                withCode = true;
            }
            else if (pattern is null && call.Is(i, "libraryname") && i < call.Words.Length - 1)
            {
                pattern = call.Words[++i];
            }
            else
            {
                bool isUnfinished = pattern is null && call.Is(i, "libraryname");
                call.Reply.Error(isUnfinished ? "ERR library name argument was not given" : $"ERR Unknown argument {call.Text(i)}");
                return false;
            }
        }

        return true;
    }

    internal static void Stats(in CommandCall call, ScriptEngine engine)
    {
        if (engine.Current is { IsEval: true } script)
        {
            call.Reply.Error(script.BusyMessage);
            return;
        }

        var reply = call.Reply;
        reply.Map(2);
        reply.Text("running_script");
        if (engine.Current is { } run)
        {
            Write(reply, run, ServerClock.OfScripts.GetElapsedTime(run.StartedAt));
        }
        else
        {
            reply.Null();
        }

        reply.Text("engines");
        reply.Map(1);
        reply.Text("LUA");
        reply.Map(2);
        reply.Text("libraries_count");
        reply.Integer(engine.Functions.Libraries.Count);
        reply.Text("functions_count");
        reply.Integer(engine.Functions.FunctionCount);
    }

    private static void Write(IReply reply, ScriptRun run, TimeSpan duration)
    {
        reply.Map(3);
        reply.Text("name");
        reply.Text(run.Name);
        reply.Text("command");
        reply.Array(run.Words.Length);
        foreach (byte[] word in run.Words)
        {
            reply.Bulk(word);
        }

        reply.Text("duration_ms");
        reply.Integer((long)duration.TotalMilliseconds);
    }

    private static void Write(IReply reply, FunctionLibrary library, bool withCode)
    {
        reply.Map(withCode ? 4 : 3);
        reply.Text("library_name");
        reply.Text(library.Name);
        reply.Text("engine");
        reply.Text("LUA");
        reply.Text("functions");
        reply.Array(library.Functions.Count);
        foreach (var function in library.Functions)
        {
            Write(reply, function);
        }

        if (withCode)
        {
            reply.Text("library_code");
            reply.Bulk(library.Code);
        }
    }

    private static void Write(IReply reply, Function function)
    {
        reply.Map(3);
        reply.Text("name");
        reply.Text(function.Name);
        reply.Text("description");
        if (function.Description is { } description)
        {
            reply.Bulk(description.Bytes);
        }
        else
        {
            reply.Null();
        }

        reply.Text("flags");
        string[] names = ScriptFlagNames.NamesOf(function.Flags);
        reply.Set(names.Length);
        foreach (string name in names)
        {
            reply.Status(name);
        }
    }
}
