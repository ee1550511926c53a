using System.CommandLine;
using ScriptGrid.Engine.Configuration.Access;
using ScriptGrid.Engine.Model;
using ScriptGrid.Hosting;

namespace ScriptGrid.Commands;

/// <summary>The <c>web</c> command: helps to write a web configuration file.</summary>
internal static class WebCommand
{
    private static readonly Option<int> Cost = Options.Of(
        "--cost",
        $"bcrypt cost: each step doubles the time to compute the hash and to check a first login. [default: {PasswordHash.DefaultCost}]",
        "10-18",
        PasswordHash.Cost,
        PasswordHash.DefaultCost);

    /// <param name="input">Opens standard input.</param>
    public static Command Create(Func<Stream> input)
    {
        var hash = new Command("hash-password", "Prints the hash of a password for basic_auth_users: asks for it on a terminal, else reads one line of standard input.") { Cost };
        hash.SetAction(result => HashPassword(result, input));
        return new Command("web", "Helps to write a web configuration file, which --web.config.file names.") { hash };
    }

    private static int HashPassword(ParseResult result, Func<Stream> input)
    {
        TextWriter errors = result.InvocationConfiguration.Error;
        string? password = Console.IsInputRedirected ? PasswordInput.Read(input()) : PasswordInput.Ask(errors);
        string? problem = password is null ? "the two passwords differ" : PasswordHash.Problem(password);
        if (problem is not null)
        {
            errors.WriteLine(problem);
            return ExitCode.Failure;
        }

        result.InvocationConfiguration.Output.WriteLine(PasswordHash.Of(password!, result.GetValue(Cost)));
        return ExitCode.Success;
    }
}
