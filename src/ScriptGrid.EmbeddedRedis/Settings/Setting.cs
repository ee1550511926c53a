using System.Globalization;
using System.Text;
using ScriptGrid.EmbeddedRedis.Data;
using ScriptGrid.EmbeddedRedis.Resp;

namespace ScriptGrid.EmbeddedRedis.Settings;

/// <summary>One parameter of CONFIG.</summary>
internal abstract class Setting(string name)
{
    internal string Name { get; } = name;

    /// <summary>Whether it can only be set at the start.</summary>
    internal bool IsFixed { get; init; }

    /// <summary>Whether it cannot be changed because Redis protects it by a setting, which is off here.</summary>
    internal bool IsProtected { get; init; }

    /// <summary>The value as CONFIG GET shows it.</summary>
    internal abstract string Text { get; }

    /// <summary>Sets the value. Returns null, or the reason in Redis's words why the value is invalid.</summary>
    internal abstract string? TrySet(string text);
}

/// <summary>A parameter that is text.</summary>
internal sealed class TextSetting(string name, string value, Func<string, string?>? check = null) : Setting(name)
{
    internal string Value { get; private set; } = value;

    internal override string Text => Value;

    internal override string? TrySet(string text)
    {
        string? problem = check?.Invoke(text);
        Value = problem is null ? text : Value;
        return problem;
    }
}

/// <summary>A parameter that accepts only its one value, because the server supports no other.</summary>
internal sealed class RefusedSetting(string name, string value, string problem) : Setting(name)
{
    internal override string Text => value;

    internal override string? TrySet(string text) => text.Equals(value, StringComparison.OrdinalIgnoreCase) ? null : problem;
}

/// <summary>A parameter whose value is kept where it is used. Without a setter, it is fixed.</summary>
internal sealed class ComputedSetting : Setting
{
    private readonly Func<string> _get;
    private readonly Func<string, string?>? _set;

    internal ComputedSetting(string name, Func<string> get, Func<string, string?>? set)
        : base(name)
    {
        _get = get;
        _set = set;
        IsFixed = set is null;
    }

    internal override string Text => _get();

    internal override string? TrySet(string text) => _set?.Invoke(text);
}

/// <summary>A parameter that is <c>yes</c> or <c>no</c>.</summary>
internal sealed class SwitchSetting(string name, bool value, Action<bool>? changed = null) : Setting(name)
{
    internal bool Value { get; private set; } = value;

    internal override string Text => Value ? "yes" : "no";

    internal override string? TrySet(string text)
    {
        text = CText.Of(text);
        bool isYes = text.Equals("yes", StringComparison.OrdinalIgnoreCase);
        if (!isYes && !text.Equals("no", StringComparison.OrdinalIgnoreCase))
        {
            return "argument must be 'yes' or 'no'";
        }

        Value = isYes;
        changed?.Invoke(isYes);
        return null;
    }
}

/// <summary>A parameter with a fixed list of choices.</summary>
internal sealed class ChoiceSetting(string name, string value, params string[] choices) : Setting(name)
{
    /// <summary>Called with each value that is set.</summary>
    internal Action<string> Changed { get; set; } = static _ => { };

    internal string Value { get; private set; } = value;

    internal override string Text => Value;

    internal override string? TrySet(string text)
    {
        string? choice = choices.FirstOrDefault(choice => choice.Equals(CText.Of(text), StringComparison.OrdinalIgnoreCase));
        if (choice is not null)
        {
            Value = choice;
            Changed(choice);
        }

        return choice is null ? $"argument(s) must be one of the following: {string.Join(", ", choices)}" : null;
    }
}

/// <summary>A parameter that is an integer within bounds, or a size in bytes with units such as <c>100mb</c>.</summary>
internal sealed class NumberSetting(string name, long value, long min, long max, Action<long>? changed = null) : Setting(name)
{
    /// <summary>Whether units are accepted.</summary>
    internal bool IsSize { get; init; }

    /// <summary>Converts an accepted value to the one that is kept.</summary>
    internal Func<long, long> Kept { get; init; } = static value => value;

    internal long Value { get; private set; } = value;

    internal override string Text => Value.ToString(CultureInfo.InvariantCulture);

    internal override string? TrySet(string text)
    {
        if (!(IsSize ? ByteSize.TryParse(text, out long number) : Integers.TryParse(Encoding.Latin1.GetBytes(text), out number)))
        {
            return IsSize ? "argument must be a memory value" : "argument couldn't be parsed into an integer";
        }

        if (number < min || number > max)
        {
            return string.Create(CultureInfo.InvariantCulture, $"argument must be between {min} and {max} inclusive");
        }

        Value = Kept(number);
        changed?.Invoke(Value);
        return null;
    }
}
