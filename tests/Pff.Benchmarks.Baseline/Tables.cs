using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Pff.Benchmarks.Baseline;

internal readonly record struct CustomerRow(int Number, string Msisdn);

internal enum Outcome
{
    NothingToDo,
    Fixed,
    Failed,
}

internal readonly record struct RowResult(CustomerRow Row, Outcome Outcome, int Status, string? Error);

internal sealed class Counts
{
    public int Rows { get; set; }

    public int Fixed { get; set; }

    public int Failed { get; set; }
}

internal static class CustomerTable
{
    /// <summary>The column <c>msisdn</c>, in the file's order. Cells here hold neither quotes nor line breaks.</summary>
    public static async Task ReadAsync(string path, ChannelWriter<CustomerRow> rows)
    {
        using var reader = new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);
        var header = await reader.ReadLineAsync() ?? "";
        var column = Array.IndexOf(header.Split(','), "msisdn");
        for (var number = 1; await reader.ReadLineAsync() is { } line; number++)
        {
            await rows.WriteAsync(new CustomerRow(number, Cell(line, column)));
        }

        rows.Complete();
    }

    private static string Cell(string line, int column)
    {
        foreach (var range in line.AsSpan().Split(','))
        {
            if (column-- == 0)
            {
                return line[range];
            }
        }

        return "";
    }
}

internal static class ResultTable
{
    public static async Task WriteAsync(string path, ChannelReader<RowResult> results, Counts counts)
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 64 * 1024);
        await writer.WriteLineAsync("row,msisdn,outcome,status,error");
        await foreach (var result in results.ReadAllAsync())
        {
            counts.Rows++;
            counts.Fixed += result.Outcome == Outcome.Fixed ? 1 : 0;
            counts.Failed += result.Outcome == Outcome.Failed ? 1 : 0;
            var error = result.Error is null ? "" : "\"" + result.Error.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{result.Row.Number},{result.Row.Msisdn},{result.Outcome},{result.Status},{error}\n"));
        }
    }
}
