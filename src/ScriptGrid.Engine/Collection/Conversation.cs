using System.Text;
using Microsoft.Extensions.Logging;
using ScriptGrid.Engine.Model;
using ScriptGrid.Engine.Redis;
using ScriptGrid.Engine.Replies;

namespace ScriptGrid.Engine.Collection;

/// <summary>
/// Logs one turn: at level <c>debug</c> what was done and how long it took, at <c>trace</c> also what was sent and received. Logins are never logged.
/// At other levels no instance exists, so a collection pays nothing for it.
/// </summary>
internal sealed class Conversation
{
    private const int LongestText = 500;

    private readonly TargetCollector _collector;
    private readonly ScriptPlan? _plan;
    private readonly byte[] _command;
    private readonly TimeSpan _start;
    private readonly bool _wasLoaded;

    private Conversation(TargetCollector collector, ScriptPlan? plan, byte[] command)
    {
        (_collector, _plan, _command) = (collector, plan, command);
        _start = Context.Clock.Now;
        _wasLoaded = plan is null || collector.Link.HasLoaded(plan);
    }

    private CollectorContext Context => _collector.Context;

    private string What => _plan?.Script.Name ?? NameOf(_command);

    /// <summary>Begins a conversation if the log level asks for it; returns null otherwise.</summary>
    public static Conversation? Begin(TargetCollector collector, ScriptPlan? plan, byte[] command) =>
        collector.Context.Detail <= LogLevel.Debug ? new Conversation(collector, plan, command) : null;

    /// <summary>Logs how the turn ended; a null failure means success.</summary>
    public void End(Failure? failure, ReadOnlySpan<byte> reply)
    {
        ILogger logger = Context.Logger;
        string target = _collector.TargetId;
        failure = failure is null ? null : _collector.Masked(failure);
        if (!_wasLoaded && _collector.Link.HasLoaded(_plan!))
        {
            Log.Loaded(logger, target, _plan!.Script.Name, _plan.Commands.Sha1);
        }

        if (Context.Detail <= LogLevel.Trace)
        {
            Log.Sent(logger, target, RequestText(_collector.Link.RequestFor(_plan, _command)));
            Log.Received(logger, target, failure?.Message ?? ReplyText(reply));
        }

        double milliseconds = (Context.Clock.Now - _start).TotalMilliseconds;
        Log.TurnEnded(logger, target, What, milliseconds, failure is null ? "done" : Failure.Label(failure.Reason));
    }

    /// <summary>The words of an encoded command, as text.</summary>
    internal static string RequestText(ReadOnlySpan<byte> command)
    {
        var text = new StringBuilder();
        var reader = new RespReader(command);
        reader.Read();
        while (!reader.IsAtEnd && text.Length < LongestText)
        {
            reader.Read();
            text.Append(text.Length == 0 ? "" : " ").Append(Shorten(reader.Text));
        }

        return text.ToString();
    }

    /// <summary>The reply as received, on one line.</summary>
    internal static string ReplyText(ReadOnlySpan<byte> reply) =>
        Shorten(reply).TrimEnd().ReplaceLineEndings(" ");

    private static string NameOf(byte[] command)
    {
        string request = RequestText(command);
        int end = request.IndexOf(' ', StringComparison.Ordinal);
        return end < 0 ? request : request[..end];
    }

    private static string Shorten(ReadOnlySpan<byte> text) =>
        text.Length <= LongestText ? KeyText.Of(text) : $"{KeyText.Of(text[..LongestText])}{ShortText.Mark} ({text.Length} bytes)";
}
