using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ScriptGrid.Testing;

namespace ScriptGrid.Tests.Faults;

/// <content>Replies that are no replies, or too much of one, and TLS.</content>
internal static partial class FaultTable
{
    private const string Good = "*2\r\n$1\r\na\r\n:1\r\n";
    private const string Push = ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nx\r\n";
    private const string Attribute = "|1\r\n+ttl\r\n:3600\r\n";

    private static readonly (string Name, string Answer)[] NoRedis =
    [
        ("HTTP", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        ("memcached", "ERROR\r\n"),
        ("zeroes", "\0\0\0\0\0\0\0\0"),
        ("a blank line", "\r\n"),
        ("a length that is no number", "$x\r\n"),
        ("a negative length", "$-2\r\n"),
        ("a negative count", "*-7\r\n"),
        ("a length beyond 64 bits", "$99999999999999999999\r\n"),
        ("a string longer than its length", "$1\r\nabc\r\n"),
        ("a boolean that is neither", "#x\r\n"),
        ("an element that is none", "*2\r\n:1\r\nx\r\n"),
    ];

    private static readonly (string Name, string Answer)[] TooMuch =
    [
        ("a string of 10 GB, promised", "$9999999999\r\n"),
        ("2,000,000,000 elements, promised", "*2000000000\r\n"),
        ("2,000,000,000 pairs, promised", "%2000000000\r\n"),
        ("an array nested 1,000 deep", Times(1000, "*1\r\n") + ":1\r\n"),
        ("20,000 series", "*40000\r\n" + string.Concat(Enumerable.Range(10_000, 20_000).Select(static key => $"$5\r\n{key}\r\n:1\r\n"))),
    ];

    private static IEnumerable<Fault> Replies() =>
    [
        .. NoRedis.Select(static row => Serves($"the reply is {row.Name}", "protocol", 0, At("EVALSHA", row.Answer))),
        .. TooMuch.Select(static row => Serves($"the reply is {row.Name}", "limit", 1, At("EVALSHA", row.Answer))),
        Greets("speaks first, as SSH does", "protocol", 0, static connection => SpeakFirstAsync(connection, "SSH-2.0-OpenSSH_9.2p1\r\n")),
        Greets("speaks first, as SMTP does", "protocol", 0, static connection => SpeakFirstAsync(connection, "220 mail.example ESMTP\r\n")),
        Serves("a script is never answered, and all else is", "timeout", 1, At("EVALSHA", static (connection, _, _) => connection.UntilMendedAsync())),
        Serves("the connection is closed instead of a reply", "connection", 0, At("EVALSHA", static (connection, _, _) => Then(connection.Close))),
        Serves("the connection is reset instead of a reply", "connection", 0, At("EVALSHA", static (connection, _, _) => Then(connection.Reset))),
        Serves("the reply is a TLS alert", "tls", 0, At("EVALSHA", "\u0015\u0003\u0003\u0000\u0002\u0002\u0046")),
        Serves("two replies", "protocol", 0, At("EVALSHA", Good + Good)),
        Serves("a reply of text", "reply", 1, At("EVALSHA", "*2\r\n$1\r\na\r\n$4\r\ntext\r\n")),
        Serves("a push message before the reply", "", 1, At("EVALSHA", Push + Good)),
        Serves("an attribute before the reply", "", 1, At("EVALSHA", Attribute + Good)),
        Serves("an attribute inside the reply", "", 1, At("EVALSHA", $"*2\r\n{Attribute}$1\r\na\r\n{Attribute}:1\r\n")),
        Serves("a push message behind the reply", "", 1, At("EVALSHA", Good + Push)),
        Serves("the reply drips", "", 1, At("EVALSHA", static (connection, _, reply) => connection.DripAsync(reply, TimeSpan.FromMilliseconds(10)))),
    ];

    /// <summary>Such a server waits for an answer to its greeting.</summary>
    private static async Task SpeakFirstAsync(FaultyConnection connection, string greeting)
    {
        await connection.SendAsync(greeting);
        await connection.UntilMendedAsync();
    }

    private static IEnumerable<Fault> Flooding() =>
    [
        Serves("push messages without end before the reply", "limit", 1, At("EVALSHA", Flood(Times(2000, Push)))),
        Serves("empty push messages without end before the reply", "limit", 1, At("EVALSHA", Flood(Times(16_000, ">0\r\n")))),
        Serves("attributes without end before the reply", "limit", 1, At("EVALSHA", Flood(Times(2000, Attribute)))),
        Serves("an array without end", "limit", 1, At("EVALSHA", Flood(Times(8000, "*1\r\n:1\r\n"), "*300000\r\n"))),
        Serves("a line without end", "limit", 1, At("EVALSHA", Flood(new string('x', 65_536), "+"))),
        Serves("an error without end", "limit", 1, At("EVALSHA", Flood(new string('x', 65_536), "-ERR "))),
        Serves("a string without its promised end", "limit", 1, At("EVALSHA", Flood(new string('x', 65_536), "$999999999\r\n"))),
        Greets("push messages without end before the log-in", "limit", 0, static connection => connection.FloodAsync(Bytes(Times(2000, Push)))),
        Serves("push messages without end in answer to HELLO", "limit", 0, At("HELLO", Flood(Times(2000, Push))), breaksLogIn: true),
        Serves("zeroes without end", "protocol", 0, At("EVALSHA", Flood(new string('\0', 65_536)))),
    ];

    private static Misbehaviour Flood(string text, string beginning = "")
    {
        byte[] bytes = Bytes(text);
        return async (connection, _, _) =>
        {
            await connection.SendAsync(beginning);
            await connection.FloodAsync(bytes);
        };
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static IEnumerable<Fault> Tls() =>
    [
        Certificate("the certificate has expired", static bench => (bench.Certificates.ExpiredCertFile, bench.Certificates.ExpiredKeyFile)),
        Certificate("the certificate is for another name", static bench => (bench.Certificates.OtherNameCertFile, bench.Certificates.OtherNameKeyFile)),
        Certificate("the certificate is of an unknown authority", static bench => (bench.Strangers.ServerCertFile, bench.Strangers.ServerKeyFile)),
        new("TLS is spoken to a plain port", "tls", 0)
        {
            StartAsync = static bench => Started(FaultyServer.Start(
                tls: isBroken => isBroken ? null : Options(bench.Certificates.ServerCertFile, bench.Certificates.ServerKeyFile), scheme: "rediss")),
            GroupKeys = ["tls: {ca_file: CA}"],
        },
        new("plain is spoken to a TLS port", "tls", 0)
        {
            IsPassing = false,
            StartAsync = static async bench =>
            {
                RedisServerProcess server = await RedisServerProcess.StartAsync(bench.Certificates);
                return new StandingFault(server.Address, server);
            },
        },
    ];

    private static Fault Certificate(string name, Func<FaultBench, (string CertFile, string KeyFile)> choose) => new(name, "tls", 0)
    {
        StartAsync = bench => Started(FaultyServer.Start(
            tls: isBroken =>
            {
                (string cert, string key) = isBroken ? choose(bench) : (bench.Certificates.ServerCertFile, bench.Certificates.ServerKeyFile);
                return Options(cert, key);
            },
            scheme: "rediss")),
        GroupKeys = ["tls: {ca_file: CA}"],
    };

    private static SslServerAuthenticationOptions Options(string certFile, string keyFile) =>
        new() { ServerCertificate = X509Certificate2.CreateFromPemFile(certFile, keyFile) };
}
