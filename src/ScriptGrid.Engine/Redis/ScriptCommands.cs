using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Engine.Redis;

/// <summary>
/// The commands that run one script. Each is encoded when it is first needed, and sent to every target as it was encoded: a waiting call with large operands
/// holds no command that is never sent.
/// </summary>
internal sealed class ScriptCommands
{
    /// <summary>What an operand takes beside its bytes: a reference with its bounds, and the header of an array.</summary>
    private const int OperandOverhead = 40;

    private static readonly byte[] SlotKeyText = Encoding.UTF8.GetBytes(ScriptSpec.SlotKey);

    private readonly ReadOnlyMemory<byte> _body;
    private readonly ReadOnlyMemory<byte>[] _operands;
    private readonly Lazy<byte[]> _load;
    private byte[]? _evalShaReadOnly;
    private byte[]? _evalSha;
    private byte[]? _evalReadOnly;
    private byte[]? _eval;

    /// <summary>The commands for servers with other slots, by the name of the key; null if no key depends on the server.</summary>
    private readonly ConcurrentDictionary<string, ScriptCommands>? _bySlotKey;

    public ScriptCommands(ScriptSpec script)
        : this(script.Body, NameOf(script.Body), new Lazy<byte[]>(() => EncodeLoad(script.Body)), OperandsOf(script)) =>
        _bySlotKey = script.Keys.Contains(ScriptSpec.SlotKey) ? new(StringComparer.Ordinal) : null;

    private ScriptCommands(ReadOnlyMemory<byte> body, string sha1, Lazy<byte[]> load, ReadOnlyMemory<byte>[] operands)
    {
        _body = body;
        _operands = operands;
        IsForSentinel = SentinelReport.IsAskedBy(body.Span);
        Sha1 = sha1;
        _load = load;
    }

    /// <summary>The name under which Redis caches the script: forty hexadecimal digits.</summary>
    public string Sha1 { get; }

    /// <summary>SCRIPT LOAD.</summary>
    public byte[] Load => _load.Value;

    /// <summary>EVALSHA.</summary>
    public byte[] EvalSha => _evalSha ??= Encode("EVALSHA", Text(Sha1));

    /// <summary>EVALSHA_RO, available since Redis 7.0.</summary>
    public byte[] EvalShaReadOnly => _evalShaReadOnly ??= Encode("EVALSHA_RO", Text(Sha1));

    /// <summary>EVAL with the whole text, for example for users that may not use SCRIPT LOAD.</summary>
    public byte[] Eval => _eval ??= Encode("EVAL", _body);

    /// <summary>EVAL_RO with the whole text.</summary>
    public byte[] EvalReadOnly => _evalReadOnly ??= Encode("EVAL_RO", _body);

    /// <summary>How many bytes KEYS and ARGV and the commands that were encoded hold.</summary>
    public long HeldBytes => Encoded(_evalSha) + Encoded(_evalShaReadOnly) + Encoded(_eval) + Encoded(_evalReadOnly)
        + _operands.Sum(static operand => (long)operand.Length + OperandOverhead);

    /// <summary>Whether the script is for a Sentinel, which runs no Lua: it is run as several commands (<see cref="SentinelReport"/>).</summary>
    public bool IsForSentinel { get; }

    /// <summary>Whether a key depends on which slots the server owns.</summary>
    public bool NeedsSlotKey => _bySlotKey is not null;

    /// <summary>Returns the commands for a server that owns the slot of this key; this instance if no key depends on the server.</summary>
    public ScriptCommands For(string? slotKey) => _bySlotKey is null || slotKey is null
        ? this
        : _bySlotKey.GetOrAdd(slotKey, static (key, from) => new(from._body, from.Sha1, from._load, from.OperandsWith(key)), this);

    /// <summary>Returns the commands of the same script with other KEYS and ARGV.</summary>
    public ScriptCommands With(IReadOnlyCollection<ReadOnlyMemory<byte>> keys, IReadOnlyCollection<ReadOnlyMemory<byte>> arguments) =>
        new(_body, Sha1, _load, Operands(keys, arguments));

    private static long Encoded(byte[]? command) => command?.Length ?? 0;

    private static string NameOf(ReadOnlyMemory<byte> body)
    {
#pragma warning disable CA5350 // Redis names scripts by their SHA1; nothing rests on its strength.
        return Convert.ToHexStringLower(SHA1.HashData(body.Span));
#pragma warning restore CA5350
    }

    private static byte[] EncodeLoad(ReadOnlyMemory<byte> body) => RedisCommand.Encode([Text("SCRIPT"), Text("LOAD"), body]);

    private static ReadOnlyMemory<byte>[] OperandsOf(ScriptSpec script)
    {
        string[] arguments = script.RedisExporterCompatible && script.Arguments.IsEmpty ? ["0"] : [.. script.Arguments];
        return Operands([.. script.Keys.Select(Text)], [.. arguments.Select(Text)]);
    }

    private static ReadOnlyMemory<byte>[] Operands(
        IReadOnlyCollection<ReadOnlyMemory<byte>> keys, IReadOnlyCollection<ReadOnlyMemory<byte>> arguments) =>
        [Text(keys.Count.ToString(CultureInfo.InvariantCulture)), .. keys, .. arguments];

    /// <summary>Returns the operands with the slot key replaced. The first operand is the number of KEYS, not a key.</summary>
    private ReadOnlyMemory<byte>[] OperandsWith(string slotKey)
    {
        ReadOnlyMemory<byte>[] operands = [.. _operands];
        int keys = int.Parse(operands[0].Span, CultureInfo.InvariantCulture);
        for (int at = 1; at <= keys; at++)
        {
            operands[at] = operands[at].Span.SequenceEqual(SlotKeyText) ? Text(slotKey) : operands[at];
        }

        return operands;
    }

    private byte[] Encode(string command, ReadOnlyMemory<byte> script) => RedisCommand.Encode([Text(command), script, .. _operands]);

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.UTF8.GetBytes(text);
}
