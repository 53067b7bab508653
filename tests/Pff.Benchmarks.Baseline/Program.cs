using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Pff.Benchmarks.Baseline;

// The three calls of examples/contract-fix, written by hand for this one purpose as somebody who knows .NET well would
// write them: what PFF is measured against. It shares nothing with PFF.
//
//   pff-baseline --base-url URL --file IN.csv --out OUT.csv [--journal FILE] [--workers 20]

var settings = Settings.Parse(args);
if (settings is null)
{
    Console.Error.WriteLine("usage: pff-baseline --base-url URL --file IN.csv --out OUT.csv [--journal FILE] [--workers 20]");
    return 2;
}

var clock = Stopwatch.StartNew();
var counts = new Counts();
await using (var journal = settings.JournalPath is null ? null : new GroupCommitJournal(settings.JournalPath))
{
    using var client = new CrmClient(settings.BaseUrl, settings.Workers);
    var rows = Channel.CreateBounded<CustomerRow>(new BoundedChannelOptions(settings.Workers * 4) { SingleWriter = true });
    var results = Channel.CreateBounded<RowResult>(new BoundedChannelOptions(settings.Workers * 16) { SingleReader = true });

    var reading = CustomerTable.ReadAsync(settings.InputPath, rows.Writer);
    var writing = ResultTable.WriteAsync(settings.OutputPath, results.Reader, counts);
    var workers = Enumerable.Range(0, settings.Workers).Select(_ => Task.Run(async () =>
    {
        var fix = new ContractFix(client, journal);
        await foreach (var row in rows.Reader.ReadAllAsync())
        {
            await results.Writer.WriteAsync(await fix.RunAsync(row));
        }
    })).ToArray();

    await reading;
    await Task.WhenAll(workers);
    results.Writer.Complete();
    await writing;
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{counts.Rows} rows, {counts.Fixed} fixed, {counts.Failed} failed, {clock.Elapsed.TotalSeconds:F3} s"));
return counts.Failed == 0 ? 0 : 1;
