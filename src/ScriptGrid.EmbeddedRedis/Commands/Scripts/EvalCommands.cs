using ScriptGrid.EmbeddedRedis.Calls;
using ScriptGrid.EmbeddedRedis.Catalogue;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Scripting;

namespace ScriptGrid.EmbeddedRedis.Commands.Scripts;

/// <summary>EVAL, EVALSHA, FCALL and their read-only variants.</summary>
internal sealed class EvalCommands(ScriptEngine engine)
{
    private const string NoScript = "NOSCRIPT No matching script. Please use EVAL.";
    private const int WordsBeforeKeys = 3;

    internal void Register(CommandTable table)
    {
        table.Add("eval", call => Eval(call, isReadOnly: false), FlagsOfEval);
        table.Add("eval_ro", call => Eval(call, isReadOnly: true), FlagsOfEval);
        table.Add("evalsha", call => EvalSha(call, isReadOnly: false), FlagsOfEvalSha);
        table.Add("evalsha_ro", call => EvalSha(call, isReadOnly: true), FlagsOfEvalSha);
        table.Add("fcall", call => CallFunction(call, isReadOnly: false), FlagsOfFunction);
        table.Add("fcall_ro", call => CallFunction(call, isReadOnly: true), FlagsOfFunction);
    }

    private void Eval(in CommandCall call, bool isReadOnly)
    {
        if (!TryReadKeys(call, "ERR value is not an integer or out of range", out int keys))
        {
            return;
        }

        if (engine.Scripts.Add(call.Words[1], engine.EvalUniverse.State, out var script) is { } problem)
        {
            call.Reply.Error(problem);
            return;
        }

        engine.Run(call, script!, keys, isReadOnly);
    }

    private void EvalSha(in CommandCall call, bool isReadOnly)
    {
        if (call.Words[1].Length != ScriptDigest.HexLength)
        {
            call.Reply.Error(NoScript);
            return;
        }

        if (!TryReadKeys(call, "ERR value is not an integer or out of range", out int keys))
        {
            return;
        }

        if (!engine.Scripts.TryGet(call.Words[1], out var script))
        {
            call.Reply.Error(NoScript);
            return;
        }

        engine.Run(call, script, keys, isReadOnly);
    }

    private void CallFunction(in CommandCall call, bool isReadOnly)
    {
        if (!engine.Functions.TryFind(call.Words[1], out var function))
        {
            call.Reply.Error("ERR Function not found");
        }
        else if (TryReadKeys(call, "ERR Bad number of keys provided", out int keys))
        {
            engine.Run(call, function, keys, isReadOnly);
        }
    }

    private static bool TryReadKeys(in CommandCall call, string problem, out int keys)
    {
        keys = 0;
        if (!Integers.TryParse(call.Words[2], out long number))
        {
            call.Reply.Error(problem);
            return false;
        }

        if (number > call.Words.Length - WordsBeforeKeys)
        {
            call.Reply.Error("ERR Number of keys can't be greater than number of args");
            return false;
        }

        if (number < 0)
        {
            call.Reply.Error("ERR Number of keys can't be negative");
            return false;
        }

        keys = (int)number;
        return true;
    }

    private static CommandFlags FlagsOfEval(CommandFlags own, ReadOnlySpan<byte[]> words) =>
        words[1].AsSpan().StartsWith("#!"u8) && Shebang.ReadScript(words[1], out var flags, out _) is null ? Declared(own, flags) : own;

    private CommandFlags FlagsOfEvalSha(CommandFlags own, ReadOnlySpan<byte[]> words) =>
        engine.Scripts.TryGet(words[1], out var script) ? Declared(own, script.Flags) : own;

    private CommandFlags FlagsOfFunction(CommandFlags own, ReadOnlySpan<byte[]> words) =>
        engine.Functions.TryFind(words[1], out var function) ? Declared(own, function.Flags) : own;

    /// <summary>Replaces flags of the command with what the script declares. Used before the script starts.</summary>
    private static CommandFlags Declared(CommandFlags own, ScriptFlags flags)
    {
        if (flags.HasFlag(ScriptFlags.Undeclared))
        {
            return own;
        }

        own &= ~(CommandFlags.Stale | CommandFlags.DenyOom | CommandFlags.Write | CommandFlags.MayReplicate);
        own |= (flags & (ScriptFlags.AllowOom | ScriptFlags.NoWrites)) == 0 ? CommandFlags.DenyOom : CommandFlags.None;
        own |= (flags & ScriptFlags.NoWrites) == 0 ? CommandFlags.Write : CommandFlags.None;
        return own | ((flags & ScriptFlags.AllowStale) != 0 ? CommandFlags.Stale : CommandFlags.None);
    }
}
