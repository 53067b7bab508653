using Pff.Runtime.Tests.Support;
using Pff.Specs.Programs;

namespace Pff.Specs.Reliability;

/// <summary>
/// <c>pff undo</c> of whole runs. <c>PFF_UNDO_COUNT</c> sets how many undos are killed (3; the long form is 100),
/// <c>PFF_UNDO_SEED</c> the seed, which is printed.
/// </summary>
public sealed class UndoSpec(ITestOutputHelper output)
{
    [Fact]
    public async Task What_a_run_changed_is_as_it_was_before_and_is_not_undone_again()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        var before = bench.StateHash;
        await bench.RunAsync();
        Assert.NotEqual(before, bench.StateHash);
        Assert.Contains("270 writes of 90 rows would be undone; 0 cannot be.", (await bench.PffAsync("undo", "last", "--dry-run")).Said);

        var listed = JsonLines.Of((await bench.PffAsync("undo", "last", "--dry-run", "--json")).Said);
        Assert.Equal(270, listed.Count(line => line.GetProperty("event").GetString() == "planned_undo"));
        Assert.Equal(("end", 270, 0), (listed[^1].GetProperty("event").GetString(), listed[^1].GetProperty("writes").GetInt32(), listed[^1].GetProperty("kept_writes").GetInt32()));
        var reported = JsonLines.Of((await bench.PffAsync("report", "last", "--json")).Said).Single();
        Assert.Equal((90, 270, 1), (reported.GetProperty("succeeded").GetInt32(), reported.GetProperty("writes").GetInt32(), reported.GetProperty("reports").GetArrayLength()));

        // The table is not needed any more.
        File.Delete(Path.Combine(bench.Folder, "rows.csv"));
        var run = Directory.GetFileSystemEntries(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Single()!;
        var undo = await bench.PffAsync("undo", "last");
        Assert.True(undo.ExitCode == 0, undo.Said);
        Assert.Contains($"Undoes run {run}", undo.Said);
        Assert.Equal(before, bench.StateHash);

        var seen = bench.Mock.Journal.Total;
        var again = await bench.PffAsync("undo", run);
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing left to undo", again.Said);
        Assert.Equal("nothing_to_do", JsonLines.Of((await bench.PffAsync("undo", run, "--json")).Said).Single().GetProperty("event").GetString());
        Assert.Equal(seen, bench.Mock.Journal.Total);
        Assert.Contains($"\"undo_of\":\"{run}\"", (await bench.PffAsync("runs", "--json")).Said);
        Assert.Contains("PFF5124", (await bench.PffAsync("undo", "last")).Said);
        var refused = await bench.PffAsync("resume", run);
        Assert.True(refused.ExitCode == 3 && refused.Said.Contains("PFF5126"), refused.Said);
        Assert.DoesNotContain("interrupted", (await bench.PffAsync("runs", "--json")).Said);
        Assert.Contains("PFF5126", (await bench.PffAsync("redrive", run, "--failed")).Said);
    }

    [Fact]
    public async Task What_somebody_changed_since_is_listed_and_left_and_undone_once_it_is_settled()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        var before = bench.StateHash;
        await bench.RunAsync();
        int[] changed = [7, 30, 31];
        foreach (var contract in changed)
        {
            await bench.ChangeAsync(contract, "line", "Somebody's");
        }

        var others = changed.Select(bench.ContractOf).ToList();
        var undo = await bench.PffAsync("undo", "last", "--report", "undo.jsonl");
        Assert.True(undo.ExitCode == 1, undo.Said);
        var report = bench.Report("undo.jsonl");
        Assert.Equal(changed, report.Where(r => r.Code == "PFF3620").Select(r => r.Row));
        Assert.Equal(UndoBench.Rows - changed.Length, report.Count(r => r.Outcome == "succeeded"));
        Assert.Equal(others, changed.Select(bench.ContractOf));

        foreach (var contract in changed)
        {
            await bench.ChangeAsync(contract, "line", "Open");
        }

        var run = Directory.GetFileSystemEntries(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Min()!;
        var again = await bench.PffAsync("undo", run, "--report", "again.jsonl");
        Assert.True(again.ExitCode == 0, again.Said);
        Assert.Equal(changed, bench.Report("again.jsonl").Select(r => r.Row));
        Assert.Equal(before, bench.StateHash);
    }

    [Fact]
    public async Task A_write_that_nothing_can_check_is_undone_only_where_that_is_asked_for()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: false);
        var before = bench.StateHash;
        await bench.RunAsync();
        var seen = bench.Mock.Journal.Total;
        var refused = await bench.PffAsync("undo", "last");
        Assert.Equal((2, seen), (refused.ExitCode, bench.Mock.Journal.Total));
        Assert.Contains("PFF5122", refused.Said);
        Assert.Contains("set_line, set_status", refused.Said);
        var dry = await bench.PffAsync("undo", "last", "--dry-run");
        Assert.True(dry.ExitCode == 2 && dry.Said.Contains("PFF5122: nothing would be undone"), dry.Said);
        Assert.Contains("line: \"L90\"), only with --unchecked", dry.Said);
        Assert.Contains("270 writes of 90 rows would be undone with --unchecked; 0 cannot be.", dry.Said);
        dry = await bench.PffAsync("undo", "last", "--dry-run", "--unchecked");
        Assert.True(dry.ExitCode == 0 && !dry.Said.Contains("--unchecked"), dry.Said);

        var run = Directory.GetFileSystemEntries(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Single()!;
        var one = await bench.PffAsync("undo", run, "--unchecked", "--row", "5");
        Assert.True(one.ExitCode == 0, one.Said);
        Assert.Equal([5], bench.EffectsByContract(seen).Index().Where(e => e.Item > 0).Select(e => e.Index + 1));
        var all = await bench.PffAsync("undo", run, "--unchecked");
        Assert.True(all.ExitCode == 0, all.Said);
        Assert.All(bench.EffectsByContract(seen), effects => Assert.Equal(UndoBench.WritesOfRow, effects));
        Assert.Equal(before, bench.StateHash);
    }

    [Fact]
    public async Task What_cannot_be_undone_is_listed_with_its_reason()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true, """
            version: "1.0"
            uses: [apis/crm.yaml]
            inputs: { id: { type: text, secret: true } }
            sequences:
              fix:
                - method: set_status
                  args: { id: "1", status: Pending }
                  undo_with: { method: set_status, args: { id: "1", status: S1 } }
                - method: set_status
                  args: { id: "2", status: Pending }
                - method: set_line
                  args: { id: "3", line: Open }
                  undo_with: { method: set_line_in_secret, args: { id: "3", line: "{{id}}" } }
            """);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "rows.csv"), "id\nhush-hush\n");
        await bench.RunAsync();
        var undo = await bench.PffAsync("undo", "last", "--report", "undo.jsonl");
        Assert.True(undo.ExitCode == 1, undo.Said);
        var row = Assert.Single(bench.Report("undo.jsonl"));
        Assert.Equal("PFF3622", row.Code);
        Assert.Contains("Undone: set_status (1); not undone: set_status (2): no undo is declared, set_line (3): its undo needs a secret", row.Message);
        Assert.Contains("\"S1\"", bench.ContractOf(1));
        foreach (var journal in Directory.EnumerateFiles(bench.Folder, "journal.db*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("hush-hush", await File.ReadAllTextAsync(journal));
        }
    }

    /// <summary>None of these writes took effect, which only a read can tell.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_under_way_when_a_run_was_killed_is_settled_by_a_read_or_listed_as_not_known(bool isReadBack)
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack);
        var before = bench.StateHash;
        await bench.BreakAsync("stalls");
        using (var run = RunningProgram.Start("pff", bench.Folder, "run", "manifest.yaml", "--file", "rows.csv", "--workers", "2"))
        {
            while (!bench.ContractOf(3).Contains("Corrected") || !bench.ContractOf(6).Contains("Corrected"))
            {
                Assert.False(run.HasExited, run.Said);
                await Task.Delay(10);
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
            run.Kill();
        }

        await bench.BreakAsync("none");
        var redrive = await bench.PffAsync("redrive", "last", "--unknown");
        Assert.True(redrive.ExitCode == 2 && redrive.Said.Contains("PFF5131"), redrive.Said);
        Assert.Contains("was interrupted in 2 rows with a write of unknown effect", redrive.Said);
        string[] uncheckedToo = isReadBack ? [] : ["--unchecked"];
        var dry = await bench.PffAsync(["undo", "last", "--dry-run", .. uncheckedToo]);
        Assert.Equal(isReadBack ? 2 : 0, dry.Said.Split("if a read shows that it took effect").Length - 1);
        var undo = await bench.PffAsync(["undo", "last", "--report", "undo.jsonl", .. uncheckedToo]);
        if (isReadBack)
        {
            Assert.True(undo.ExitCode == 0, undo.Said);
            Assert.Equal(before, bench.StateHash);
            return;
        }

        Assert.True(undo.ExitCode == 1, undo.Said);
        Assert.DoesNotContain("nothing is uncertain", undo.Said);
        var rows = bench.Report("undo.jsonl").Where(r => r.Outcome != "succeeded").OrderBy(r => r.Row).ToList();
        Assert.Equal([(3, "unknown", "PFF3622"), (6, "unknown", "PFF3622")], rows.Select(r => (r.Row, r.Outcome, r.Code)));
        Assert.All(rows, row => Assert.Contains("whether it took effect is not known", row.Message));
    }

    /// <summary>All of these writes took effect, and their answers were lost; somebody has changed what one of them wrote since.</summary>
    [Fact]
    public async Task What_nobody_could_tell_in_the_run_is_settled_and_undone_once_a_read_can()
    {
        await using var bench = await UndoBench.CreateAsync(isIdempotent: false, isReadBack: true);
        var before = bench.StateHash;
        await bench.BreakAsync("blind");
        await bench.RunAsync(exitCode: 1);
        Assert.Equal(30, bench.Report().Count(row => row.Outcome == "unknown"));
        var run = Path.GetFileName(Directory.GetDirectories(Path.Combine(bench.Folder, ".pff", "runs")).Single());
        var blind = await bench.PffAsync("undo", run, "--row", "3", "--report", "undo.jsonl");
        Assert.True(blind.ExitCode == 1, blind.Said);
        Assert.Equal("PFF3621", Assert.Single(bench.Report("undo.jsonl")).Code);
        await bench.BreakAsync("none");
        await bench.ChangeAsync(6, "line", "Elsewhere");
        var listed = JsonLines.Of((await bench.PffAsync("undo", run, "--dry-run", "--json")).Said);
        Assert.Equal(30, listed.Count(line => line.GetProperty("event").GetString() == "planned_undo" && line.GetProperty("only_if_it_took_effect").GetBoolean()));
        var undo = await bench.PffAsync("undo", run, "--report", "undo.jsonl");
        Assert.True(undo.ExitCode == 0, undo.Said);
        Assert.Contains("Elsewhere", bench.ContractOf(6), StringComparison.Ordinal);
        await bench.ChangeAsync(6, "line", "L6");
        Assert.Equal(before, bench.StateHash);
    }

    /// <summary>Rows 1 to 8 write to four contracts, each twice, and rows 9 to 12 to one of them again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_that_wrote_to_the_same_entity_are_undone_in_the_reverse_order(bool isReadBack)
    {
        await using var bench = await ShareAsync(isReadBack);
        var before = bench.StateHash;
        await RunInOrderAsync(bench);
        var run = Directory.GetFileSystemEntries(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Single()!;
        var canary = await bench.PffAsync("undo", run, "--unchecked", "--canary", "10%,100%");
        Assert.True(canary.ExitCode == 2 && canary.Said.Contains("PFF5130"), canary.Said);
        var undo = await bench.PffAsync("undo", run, "--unchecked", "--workers", "8");
        Assert.True(undo.ExitCode == 0, undo.Said);
        Assert.Equal(before, bench.StateHash);
        var replay = await bench.PffAsync("replay", "last");
        Assert.True(replay.ExitCode == 0, replay.Said);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_row_is_left_where_a_later_one_wrote_to_the_same_entity_and_is_not_undone(bool isReadBack)
    {
        await using var bench = await ShareAsync(isReadBack);
        var before = bench.StateHash;
        await RunInOrderAsync(bench);
        var run = Directory.GetFileSystemEntries(Path.Combine(bench.Folder, ".pff", "runs")).Select(Path.GetFileName).Single()!;
        var seen = bench.StateHash;
        var one = await bench.PffAsync("undo", run, "--unchecked", "--row", "2", "--report", "one.jsonl");
        Assert.True(one.ExitCode == 1, one.Said);
        var row = Assert.Single(bench.Report("one.jsonl"));
        Assert.Equal("PFF3623", row.Code);
        Assert.Contains("Row 6 of the same run wrote to the same entity after set_line (2) and is not undone", row.Message);
        Assert.Equal(seen, bench.StateHash);

        await bench.BreakAsync("refuses");
        var undo = await bench.PffAsync("undo", run, "--unchecked", "--workers", "8", "--report", "undo.jsonl");
        Assert.True(undo.ExitCode == 1, undo.Said);
        Assert.Equal([3], bench.Report("undo.jsonl").Where(r => r.Code == "PFF3623").Select(r => r.Row));
        Assert.Equal([3, 7], bench.Report("undo.jsonl").Where(r => r.Outcome != "succeeded").Select(r => r.Row).Order());
        var replay = await bench.PffAsync("replay", "last");
        Assert.True(replay.ExitCode == 0, replay.Said);

        await bench.BreakAsync("none");
        var again = await bench.PffAsync("undo", run, "--unchecked");
        Assert.True(again.ExitCode == 0, again.Said);
        Assert.Equal(before, bench.StateHash);
    }

    [Fact]
    public async Task An_undo_of_rows_that_share_an_entity_is_killed_and_keeps_to_their_order_when_it_is_resumed()
    {
        await using var bench = await ShareAsync(isReadBack: false, isIdempotent: true);
        var before = bench.StateHash;
        await RunInOrderAsync(bench);
        var seen = bench.Mock.Journal.Total;
        using (var undo = RunningProgram.Start("pff", bench.Folder, "undo", "last", "--unchecked", "--workers", "8"))
        {
            while (bench.Mock.Journal.Total < seen + 3 && !undo.HasExited)
            {
                await Task.Delay(1);
            }

            undo.Kill();
        }

        await FinishAsync(bench);
        Assert.Equal(before, bench.StateHash);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_undo_that_is_killed_and_resumed_undoes_everything_once(bool isIdempotent)
    {
        var (count, seed) = (LongForm.Number("PFF_UNDO_COUNT", 3), LongForm.Number("PFF_UNDO_SEED", Environment.TickCount & 0xFFFF));
        output.WriteLine($"PFF_UNDO_SEED={seed} PFF_UNDO_COUNT={count} idempotent={isIdempotent}");
        var random = new Random(seed);
        await using var bench = await UndoBench.CreateAsync(isIdempotent, isReadBack: true);
        for (var episode = 1; episode <= count; episode++)
        {
            bench.Reset();
            var before = bench.StateHash;
            await bench.RunAsync();
            var seen = bench.Mock.Journal.Total;
            var target = seen + random.Next(0, UndoBench.Rows * UndoBench.WritesOfRow * 2);
            var killed = 0L;
            using (var undo = RunningProgram.Start("pff", bench.Folder, "undo", "last", "--workers", "8"))
            {
                while (bench.Mock.Journal.Total < target && !undo.HasExited)
                {
                    await Task.Delay(1);
                }

                await Task.Delay(TimeSpan.FromMilliseconds(random.NextDouble() * 5));
                if (!undo.HasExited)
                {
                    undo.Kill();
                    killed = bench.Mock.Journal.Total - seen;
                }
            }

            var resumed = await FinishAsync(bench);
            Assert.True(resumed.ExitCode == 0, resumed.Said);
            var what = $"seed {seed}, episode {episode}, killed after {killed} requests: ";
            var wrong = bench.EffectsByContract(seen).Index().Where(e => e.Item != UndoBench.WritesOfRow).Select(e => $"{e.Index + 1}: {e.Item}");
            Assert.True(!wrong.Any(), what + string.Join(", ", wrong));
            Assert.True(bench.StateHash == before, what + "the state is another one");
            output.WriteLine($"{what}{bench.Mock.Journal.Total - seen} requests, each write undone once, the state as before");
        }
    }

    /// <summary>Goes on with the undo, or starts it where the kill came before it had a journal.</summary>
    private static async Task<(int ExitCode, string Said)> FinishAsync(UndoBench bench)
    {
        var listed = (await bench.PffAsync("runs", "--json")).Said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var first = listed[0];
        return first.Contains("\"undo_of\"") && (first.Contains("interrupted") || first.Contains("never_started")) ? await bench.PffAsync("resume", "last")
            : first.Contains("\"undo_of\"") ? (0, first)
            : await bench.PffAsync("undo", IdOf(listed.First(line => !line.Contains("never_started"))));
    }

    private static async Task<UndoBench> ShareAsync(bool isReadBack, bool isIdempotent = false)
    {
        var bench = await UndoBench.CreateAsync(isIdempotent, isReadBack, """
            version: "1.0"
            uses: [apis/crm.yaml]
            inputs: { id: text, line: text }
            sequences:
              fix:
                - method: get_contract
                  args: { id: "{{id}}" }
                  save_as: before
                - method: set_line
                  args: { id: "{{id}}", line: "{{line}}" }
                  undo_with: { method: set_line, args: { id: "{{id}}", line: "{{before.line}}" } }
            """);
        string[] rows = [.. Enumerable.Range(1, 12).Select(row => $"{(row <= 8 ? (row - 1) % 4 + 1 : 2)},V{row}\n")];
        await File.WriteAllTextAsync(Path.Combine(bench.Folder, "rows.csv"), "id,line\n" + string.Concat(rows));
        return bench;
    }

    /// <summary>One row after the other, so that the later one writes later.</summary>
    private static async Task RunInOrderAsync(UndoBench bench)
    {
        var run = await bench.PffAsync("run", "manifest.yaml", "--file", "rows.csv", "--workers", "1");
        Assert.True(run.ExitCode == 0, run.Said);
    }

    private static string IdOf(string listed) => System.Text.Json.JsonDocument.Parse(listed).RootElement.GetProperty("run").GetString()!;
}
