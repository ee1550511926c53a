using System.Security.Cryptography;
using System.Text;
using ScriptGrid.Redis;

namespace ScriptGrid.Scripts;

/// <summary>The commands that run one script, encoded once and sent to every target.</summary>
internal sealed class ScriptCommands
{
    private readonly ScriptSpec _script;
    private byte[]? _evalReadOnly;
    private byte[]? _eval;

    public ScriptCommands(ScriptSpec script)
    {
        _script = script;
#pragma warning disable CA5350 // Redis names scripts by their SHA1; nothing rests on its strength.
        Sha1 = Convert.ToHexStringLower(SHA1.HashData(script.Body.Span));
#pragma warning restore CA5350
        Load = RedisCommand.Encode([Text("SCRIPT"), Text("LOAD"), script.Body]);
        EvalSha = Encode("EVALSHA", Text(Sha1));
        EvalShaReadOnly = Encode("EVALSHA_RO", Text(Sha1));
    }

    /// <summary>The name under which Redis caches the script: forty hexadecimal digits.</summary>
    public string Sha1 { get; }

    /// <summary>SCRIPT LOAD.</summary>
    public byte[] Load { get; }

    /// <summary>EVALSHA.</summary>
    public byte[] EvalSha { get; }

    /// <summary>EVALSHA_RO, since Redis 7.0.</summary>
    public byte[] EvalShaReadOnly { get; }

    /// <summary>EVAL with the whole text, for users that may not SCRIPT LOAD.</summary>
    public byte[] Eval => _eval ??= Encode("EVAL", _script.Body);

    /// <summary>EVAL_RO with the whole text.</summary>
    public byte[] EvalReadOnly => _evalReadOnly ??= Encode("EVAL_RO", _script.Body);

    private byte[] Encode(string command, ReadOnlyMemory<byte> script)
    {
        string[] arguments = _script.PeerCompatible && _script.Arguments.IsEmpty ? ["0"] : [.. _script.Arguments];
        return RedisCommand.Encode(
        [
            Text(command),
            script,
            Text(_script.Keys.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. _script.Keys.Select(Text),
            .. arguments.Select(Text),
        ]);
    }

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);
}
