using System.Text;
using ScriptGrid.Checking;
using ScriptGrid.EmbeddedRedis.Linting;

namespace ScriptGrid.Tests.EmbeddedRedis.Linting;

public sealed class RowRulesTests
{
    private const string Header = """
        -- scriptgrid: counter mail_sent_total{queue,result} Sent.
        -- scriptgrid: gauge mail_depth Depth.
        -- scriptgrid: histogram mail_age_seconds{queue} Age.
        -- scriptgrid: summary mail_size_bytes{queue} Size.
        -- scriptgrid: info mail_worker_info{version} Worker.
        local rows, n = {}, tonumber(ARGV[1])

        """;

    [Theory]
    [InlineData("return {{'mail_sent_total', 'sms', 904}}", "mail_sent_total: the row has 3 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', 'late', n}}", "mail_sent_total: the row has 5 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', n, 5, redis.pcall('GET', KEYS[1])}}", "mail_sent_total: the row has 6 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', n, 5, unpack(ARGV)}}", "mail_sent_total: the row has at least 5 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("return {{'mail_sent_total', nil, 'ok', n}}", "mail_sent_total: the row has 1 element, because a nil ends it, but 4 are declared: the name, queue, result and the number")]
    [InlineData("return {{'mail_depth', 'sms', n}}", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', n}}", "mail_age_seconds_bucket: the row has 3 elements, but 4 are declared: the name, queue, le and the number")]
    [InlineData("return {{'mail_age_seconds_sum', 'sms', '+Inf', n}}", "mail_age_seconds_sum: the row has 4 elements, but 3 are declared: the name, queue and the number")]
    [InlineData("return {{'mail_age_seconds_count', n}}", "mail_age_seconds_count: the row has 2 elements, but 3 are declared: the name, queue and the number")]
    [InlineData("return {{'mail_age_seconds', 'sms', n}}", "a row begins with 'mail_age_seconds', which is not a declared metric, and has 3 elements; declare the metric, or return a row of two elements, key and value")]
    [InlineData("return {{'mail_size_bytes', 'sms', n}}", "mail_size_bytes: the row has 3 elements, but 4 are declared: the name, queue, quantile and the number")]
    [InlineData("return {{'mail_worker_info', '2.1', 1}}", "mail_worker_info: the row has 3 elements, but 2 are declared: the name, version")]
    [InlineData("return {{'mail_sent', 'sms', 'ok', n}}", "a row begins with 'mail_sent', which is not a declared metric, and has 4 elements; declare the metric, or return a row of two elements, key and value")]
    [InlineData("return {{'mail_sent', 'sms', n, unpack(ARGV)}}", "a row begins with 'mail_sent', which is not a declared metric, and has at least 3 elements; declare the metric, or return a row of two elements, key and value")]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', 'many'}}", "mail_sent_total: its value is 'many', not a number")]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', {1}}}", "mail_sent_total: its value is a table, not a number")]
    [InlineData("return {{'mail_sent_total', {'sms'}, 'ok', n}}", "mail_sent_total: its label queue is a table; labels must be strings or numbers")]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', 'all', n}}", "mail_age_seconds_bucket: its label le is 'all', not a number or +Inf")]
    [InlineData("return {{'mail_size_bytes', 'sms', '-1', n}}", "mail_size_bytes: its label quantile is '-1', not a number of at least 0")]
    [InlineData("return {'mail_depth', n, 'mail_sent_total', n}", "mail_sent_total cannot be returned as a key with a value; return rows: the name, queue, result and the number")]
    [InlineData("rows[#rows + 1] = {'mail_depth', 'sms', n} return rows", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    [InlineData("table.insert(rows, {'mail_depth', 'sms', n}) return rows", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    [InlineData("local row = {'mail_depth', 'sms', n} table.insert(rows, row) return rows", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    [InlineData("local function row(...) rows[#rows + 1] = {...} end row('mail_depth', 'sms', n) return rows", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    [InlineData("local function row(name, value) rows[#rows + 1] = {name, value} end row('mail_sent_total', n) return rows", "mail_sent_total: the row has 2 elements, but 4 are declared: the name, queue, result and the number")]
    [InlineData("local function row(name, value) rows[#rows + 1] = {name, value} end row('mail_depth') return rows", "mail_depth: the row has 1 element, because a nil ends it, but 2 are declared: the name and the number")]
    [InlineData("local NAME = 'mail_depth' return {{NAME, 'sms', n}}", "mail_depth: the row has 3 elements, but 2 are declared: the name and the number")]
    public void Lint_RowThatIsNotAsDeclared_IsFound(string script, string expected)
    {
        Finding finding = Assert.Single(Findings(script));

        Assert.Equal((7, "metric-row", expected), (finding.Line, finding.Code.Name, finding.Message));
    }

    [Theory]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', 904}, {'mail_depth', n}, {'mail_worker_info', '2.1'}, {'other', n}}")]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', '+Inf', 5}, {'mail_age_seconds_sum', 'sms', '4.5'}, {'mail_age_seconds_count', 'sms', n}}")]
    [InlineData("return {{'mail_size_bytes', 'sms', '99.9', 5}, {'mail_size_bytes_sum', 'sms', n}, {'mail_size_bytes_count', 7, n}}")]
    [InlineData("return {{'mail_sent_total', unpack(ARGV)}, {'mail_sent_total', 'sms', 'ok', unpack(ARGV)}, {'mail_sent', unpack(ARGV)}}")]
    [InlineData("return {{'mail_sent_total', 'sms', KEYS[1] or 'ok', n + 1}, {'mail_sent_total', n, 2, 'inf'}, {'mail_sent_total', 'a', 'b', true}}")]
    [InlineData("return {'mail_depth', n, 'other', 5}")]
    [InlineData("local kinds = {'string', 'list', 'set'} for _, kind in ipairs(kinds) do rows[#rows + 1] = {'mail_depth', #kind} end return rows")]
    [InlineData("local row = {'mail_sent_total'} for _, label in ipairs(ARGV) do row[#row + 1] = label end return {row}")]
    [InlineData("local function row(...) rows[#rows + 1] = {...} end row('mail_sent_total', 'sms', unpack(ARGV)) row(unpack(ARGV)) return rows")]
    [InlineData("local function row(name, ...) rows[#rows + 1] = {name, 'sms', ...} end row('mail_sent_total', 'ok', n) return rows")]
    [InlineData("local function row(name, ...) name = 'mail_' .. name rows[#rows + 1] = {name, ...} end row('sent_total', 'sms', 'ok', n) return rows")]
    [InlineData("return redis.call('LRANGE', KEYS[1], 0, 9)")]
    public void Lint_GoodRows_GiveNothing(string script) => Assert.Empty(Findings(script));

    [Fact]
    public void Lint_RowsOfAScriptThatDeclaresNothing_AreNotLookedAt()
    {
        byte[] script = "return {{'mail_sent', 'sms', 'ok', 1}}"u8.ToArray();

        Assert.Empty(ScriptLinter.Lint(script, CheckedScript.Given("a.lua", script, new LintOptions()).Options));
    }

    [Fact]
    public void Lint_RowsBesideAFaultyDeclaration_AreNotLookedAt()
    {
        byte[] script = "-- scriptgrid: gauge a A.\n-- scriptgrid: guage mail_sent{queue} S.\nreturn {{'mail_sent', 'sms', 1}}"u8.ToArray();

        Assert.Empty(ScriptLinter.Lint(script, CheckedScript.Given("a.lua", script, new LintOptions()).Options));
    }

    [Theory]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', 0.5, n}}", "a label may have a fraction, which Redis cuts off; return string.format('%.17g', …)")]
    [InlineData("rows[#rows + 1] = {'mail_sent_total', 'sms', 'ok', n / 3} return rows", "the value of 'mail_sent_total' may have a fraction, which Redis cuts off; return string.format('%.17g', …)")]
    public void Lint_FractionInARow_IsFound(string script, string expected)
    {
        Finding finding = Assert.Single(Findings(script));

        Assert.Equal((7, "fraction-as-number", expected), (finding.Line, finding.Code.Name, finding.Message));
    }

    [Theory]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', 1}, {'mail_sent_total', 'sms', 'ok', n}}", "mail_sent_total: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {{'mail_sent_total', 7, 'ok', 1}, {'mail_depth', 1}, {'mail_sent_total', '7', 'ok', 2}}", "mail_sent_total: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', '0.5', 1}, {'mail_age_seconds_bucket', 'sms', '0.50', 2}}", "mail_age_seconds_bucket: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {{'mail_worker_info', '2'}, {'mail_worker_info', '2'}}", "mail_worker_info: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {{'mail_depth', 1}, {'mail_depth', n}}", "mail_depth: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {{'other', 1}, {'other', n}}", "other: an earlier row has the same labels, and only the last row counts; keep one")]
    [InlineData("return {'mail_depth', 1, 'mail_depth', n}", "the key mail_depth occurs twice, and only the last value counts; keep one")]
    public void Lint_RowOfASeriesThatStandsBefore_IsFound(string script, string expected)
    {
        Finding finding = Assert.Single(Findings(script));

        Assert.Equal((7, "metric-row", expected), (finding.Line, finding.Code.Name, finding.Message));
    }

    [Theory]
    [InlineData("return {{'mail_sent_total', 'sms', 'ok', 1}, {'mail_sent_total', 'sms', 'bad', 1}, {'mail_sent_total', ARGV[1], 'ok', 2}, {'mail_sent_total', ARGV[1], 'ok', 2}}")]
    [InlineData("return {{'mail_age_seconds_bucket', 'sms', '0.5', 1}, {'mail_age_seconds_bucket', 'sms', '1', 2}}")]
    [InlineData("if n then rows[1] = {'mail_depth', 1} else rows[1] = {'mail_depth', 2} end return rows")]
    [InlineData("if n then return {{'mail_depth', 1}} end return {{'mail_depth', 2}}")]
    public void Lint_RowsOfDifferentSeries_GiveNothing(string script) => Assert.Empty(Findings(script));

    [Fact]
    public void Lint_AllowedRow_GivesNothing() => Assert.Empty(Findings("return {{'mail_depth', 'sms', n}} -- scriptgrid: allow metric-row"));

    private static IReadOnlyList<Finding> Findings(string script)
    {
        byte[] text = Encoding.UTF8.GetBytes(Header + script);
        return ScriptLinter.Lint(text, CheckedScript.Given("mail.lua", text, new LintOptions()).Options);
    }
}
