using System.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Tests.Support;

/// <summary>
/// The test assembly run a second time, as a process of its own that can be killed or weighed: an environment variable
/// says what it does instead of running tests.
/// </summary>
public static class ChildProcess
{
    private const string TaskVariable = "PFF_TEST_CHILD_TASK";
    private const string PathVariable = "PFF_TEST_CHILD_PATH";

    public static Process Start(string task, string path)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Pff.Runtime.Tests.dll"));
        start.Environment[TaskVariable] = task;
        start.Environment[PathVariable] = path;

        // A small youngest generation makes the process weigh what it keeps, not what it has not yet collected.
        start.Environment["DOTNET_GCgen0size"] = "400000";
        return Process.Start(start)!;
    }

    /// <summary>Does the task that the environment names; false where it names none.</summary>
    public static async Task<bool> RunAsync()
    {
        if (Environment.GetEnvironmentVariable(TaskVariable) is not { } task)
        {
            return false;
        }

        var path = Environment.GetEnvironmentVariable(PathVariable)!;
        switch (task)
        {
            case "journal":
                await WriteJournalForever(path);
                break;
            case "table":
                WeighTable(path);
                break;
            case "hold":
                await using (RunJournal.Open(path, JournalOptions.Default, TimeProvider.System).Value)
                {
                    await Console.Out.WriteLineAsync("held");
                    await Console.In.ReadLineAsync();
                }

                break;
        }

        return true;
    }

    /// <summary>Twenty workers, each row two reads and a write; says each intent once it is acknowledged.</summary>
    private static async Task WriteJournalForever(string path)
    {
        var journal = RunJournal.Create(path, Samples.Header, JournalOptions.Default, TimeProvider.System).Value!;
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, 20).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; ; round++)
            {
                var row = (round * 20) + worker + 1;
                journal.RecordOutcome(Samples.Read(row, 0));
                journal.RecordOutcome(Samples.Read(row, 1));
                await journal.RecordIntentAsync(Samples.Intent(row, 2), CancellationToken.None);
                await output.WriteLineAsync($"intent {row}");
                journal.RecordOutcome(Samples.Written(row, 2));
                journal.RecordRow(Samples.Row(row));
            }
        })));
    }

    private static void WeighTable(string path)
    {
        using var table = TableReader.Open(path, TableOptions.Default, CancellationToken.None).Value!;
        long cells = 0;
        foreach (var row in table.ReadRows())
        {
            foreach (ref readonly var cell in row.Cells.Span)
            {
                cells += cell.IsAbsent ? 0 : 1;
            }
        }

        Console.Out.WriteLine($"{cells} {Process.GetCurrentProcess().PeakWorkingSet64}");
    }
}
