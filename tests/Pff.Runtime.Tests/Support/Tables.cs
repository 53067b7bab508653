using Pff.Runtime.Diagnostics;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Tests.Support;

public static class Table
{
    /// <summary>A line for each row: its number and its cells as text, or the code of its failure.</summary>
    public static IReadOnlyList<string> Read(string path, TableOptions? options = null)
    {
        var opened = TableReader.Open(path, options ?? TableOptions.Default, CancellationToken.None);
        Assert.True(opened.IsSuccess(out var table, out var failure), failure?.Message.English);
        using (table)
        {
            var lines = new List<string> { string.Join("|", table.Headers) };
            foreach (var row in table.ReadRows())
            {
                var cells = row.Cells.ToArray().Select(cell => CellText.Of(cell)).ToList();
                lines.Add($"{row.Number}: {row.Failure?.Code ?? string.Join("|", cells)}");
            }

            return lines;
        }
    }

    public static RuntimeFailure Refused(string path, TableOptions? options = null)
    {
        var opened = TableReader.Open(path, options ?? TableOptions.Default, CancellationToken.None);
        opened.Value?.Dispose();
        Assert.Null(opened.Value);
        return opened.Failure!;
    }
}
