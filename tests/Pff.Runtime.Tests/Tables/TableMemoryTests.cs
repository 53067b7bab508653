using System.Globalization;
using Pff.Runtime.Tests.Support;

namespace Pff.Runtime.Tests.Tables;

public sealed class TableMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Four_times_the_rows_need_no_more_memory()
    {
        var small = Weigh(30_000);
        var large = Weigh(120_000);
        Assert.True(large < small * 1.2, $"{small / 1e6:F0} MB for 30,000 rows, {large / 1e6:F0} MB for 120,000");
        Assert.True(large < 150e6, $"{large / 1e6:F0} MB");
    }

    private double Weigh(int rows)
    {
        var path = new WorkbookFile
        {
            SharedStrings = [.. Enumerable.Range(0, rows).Select(i => $"<t>Cliente número {i} de muitos</t>")],
            SheetData = "<row><c t=\"str\"><v>nome</v></c><c t=\"str\"><v>msisdn</v></c></row>"
                + string.Concat(Enumerable.Range(0, rows).Select(i => $"<row><c t=\"s\"><v>{i}</v></c><c><v>{5511900000000 + i}</v></c></row>")),
        }.Save(_folder.At($"{rows}.xlsx"));
        using var child = ChildProcess.Start("table", path);
        var output = child.StandardOutput.ReadToEnd().Split(' ');
        child.WaitForExit();
        Assert.Equal(rows * 2, int.Parse(output[0], CultureInfo.InvariantCulture));
        return double.Parse(output[1], CultureInfo.InvariantCulture);
    }
}
