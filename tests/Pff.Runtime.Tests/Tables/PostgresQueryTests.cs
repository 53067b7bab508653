using System.Text;
using Pff.Runtime.Tables.Databases;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class PostgresQueryTests
{
    [Fact]
    public async Task The_rows_of_a_query_keep_their_types_and_nothing_can_be_written()
    {
        using var server = PostgresServer.TryStart();
        Assert.SkipWhen(server is null, "PostgreSQL is not installed");
        Assert.Equal(
            """
            {"id":9007199254740993,"valor":12.50,"nome":"João","desde":"2026-11-22","quando":"2026-11-22T15:42:33Z","j":{"a":1},"lista":["1","2"],"ativo":true,"nada":null}

            """,
            await KeptAsync(
                server.Address,
                """
                SELECT 9007199254740993 AS id, 12.50::numeric AS valor, 'João' AS nome, DATE '2026-11-22' AS desde,
                  TIMESTAMPTZ '2026-11-22T15:42:33Z' AS quando, '{"a":1}'::json AS j, ARRAY[1,2] AS lista, true AS ativo, NULL::text AS nada
                """));
        Assert.Equal(200_000, (await KeptAsync(server.Address, "SELECT generate_series(1, 200000) AS n")).Count(unit => unit == '\n'));
        Assert.StartsWith("PFF3038: The database refuses the query: cannot execute CREATE TABLE", await KeptAsync(server.Address, "CREATE TABLE t(a int)"), StringComparison.Ordinal);
        Assert.StartsWith("PFF3038", await KeptAsync(server.Address, "SELECT * FROM none"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_told_without_its_password()
    {
        var said = await KeptAsync("postgres://pff:verysecret@127.0.0.1:1/crm", "SELECT 1");
        Assert.StartsWith("PFF3037", said, StringComparison.Ordinal);
        Assert.DoesNotContain("verysecret", said);
        Assert.StartsWith("PFF3037", await KeptAsync("verysecret", "SELECT 1"), StringComparison.Ordinal);
        Assert.StartsWith("PFF3037", await KeptAsync("postgres://a@b/c?nonsense=1", "SELECT 1"), StringComparison.Ordinal);
    }

    private static async Task<string> KeptAsync(string address, string query)
    {
        using var lines = new MemoryStream();
        var failure = await PostgresQuery.KeepAsync(address, query, lines, TestContext.Current.CancellationToken);
        return failure is null ? Encoding.UTF8.GetString(lines.ToArray()) : $"{failure.Code}: {failure.Message.English}";
    }
}
