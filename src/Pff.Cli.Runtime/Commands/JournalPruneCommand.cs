using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Pff.Hosting;
using Pff.Hosting.Output;
using Pff.Runtime.Diagnostics;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff journal prune</c>: deletes the folders of old runs. Nothing is ever deleted without it.</summary>
internal sealed class JournalPruneCommand
{
    private readonly Option<string?> _olderThan = new("--older-than") { Description = "Only runs that ended longer ago than this: 90d, 12h, 8w", HelpName = "AGE" };

    private readonly Option<int?> _keep = new("--keep") { Description = "Keep this many of the newest runs, whatever their age", HelpName = "N" };

    private readonly Option<bool> _unfinished = new("--unfinished") { Description = "Also runs that were interrupted; they cannot be resumed then" };

    private readonly Option<bool> _unknown = new("--unknown") { Description = "Also runs with writes of unknown effect, which nothing else lists" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Delete nothing, and say what would be deleted" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object per line" };

    public static void AddTo(CommandLineHost host, Command group)
    {
        var prune = new JournalPruneCommand();
        var command = new Command("prune", "Delete old runs with their journals, plans and reports");
        foreach (var option in new Option[] { prune._olderThan, prune._keep, prune._unfinished, prune._unknown, prune._dryRun, prune._yes, prune._json })
        {
            command.Options.Add(option);
        }

        host.Add(group, command, (result, console, _) => Task.FromResult(prune.Run(result, console)));
    }

    private int Run(ParseResult result, HostConsole console)
    {
        if (ReadRules(result, console) is not { } rules)
        {
            return ExitCodes.Usage;
        }

        var pruning = new RunPruning(RunLookup.Store());
        SayLeft(pruning.Empty(), console);
        var all = pruning.Choose(rules);
        var chosen = all.Where(choice => choice.Kept is null).ToImmutableArray();
        var isJson = result.GetValue(_json);
        foreach (var choice in all)
        {
            if (isJson)
            {
                console.Out.WriteLine(Json(choice));
            }
            else if (choice.Kept is not KeptBecause.New)
            {
                console.Out.WriteLine(Text(choice, console));
            }
        }

        var size = Size(chosen.Sum(choice => choice.Bytes));
        if (result.GetValue(_dryRun) || chosen.IsEmpty)
        {
            console.Error.WriteLine(console.Say($"{chosen.Length} of {all.Length} runs would be deleted: {size}.", $"{chosen.Length} de {all.Length} execuções seriam apagadas: {size}."));
            return ExitCodes.Success;
        }

        if (!result.GetValue(_yes) && !MayDelete(chosen.Length, size, console, out var exitCode))
        {
            return exitCode;
        }

        return Delete(pruning, chosen, size, console);
    }

    private static int Delete(RunPruning pruning, ImmutableArray<PruneChoice> chosen, string size, HostConsole console)
    {
        var deleted = 0;
        foreach (var choice in chosen)
        {
            if (pruning.Delete(choice.Folder) is { } failure)
            {
                console.Error.WriteLine(console.Say(
                    $"PFF5153: run {choice.Run.RunId} was not deleted: {console.Say(failure.Message)}",
                    $"PFF5153: a execução {choice.Run.RunId} não foi apagada: {console.Say(failure.Message)}"));
            }
            else
            {
                deleted++;
            }
        }

        SayLeft(pruning.Empty(), console);
        console.Error.WriteLine(console.Say($"{deleted} runs were deleted: {size}.", $"{deleted} execuções foram apagadas: {size}."));
        return deleted == chosen.Length ? ExitCodes.Success : ExitCodes.Problems;
    }

    private static void SayLeft(RuntimeFailure? failure, HostConsole console)
    {
        if (failure is not null)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5155: the journal of a deleted run is still in its database, and goes with the next prune: {console.Say(failure.Message)}",
                $"PFF5155: o diário de uma execução apagada ainda está no banco, e sai na próxima limpeza: {console.Say(failure.Message)}"));
        }
    }

    private PruneRules? ReadRules(ParseResult result, HostConsole console)
    {
        var (age, keep) = (result.GetValue(_olderThan), result.GetValue(_keep));
        if (age is null && keep is null)
        {
            console.Error.WriteLine(console.Say(
                "PFF5150: say which runs to delete: --older-than 90d, --keep 20, or both.",
                "PFF5150: diga quais execuções apagar: --older-than 90d, --keep 20, ou os dois."));
            return null;
        }

        DateTimeOffset? before = null;
        if ((age is not null && !TryReadAge(age, out before)) || keep < 0)
        {
            console.Error.WriteLine(console.Say(
                $"PFF5151: '{age ?? $"{keep}"}' is no age or number: write 90d, 12h, 30m or 8w, and --keep with 0 or more.",
                $"PFF5151: '{age ?? $"{keep}"}' não é uma idade nem um número: escreva 90d, 12h, 30m ou 8w, e --keep com 0 ou mais."));
            return null;
        }

        return new PruneRules(before, keep ?? 0, result.GetValue(_unfinished), result.GetValue(_unknown));
    }

    private static bool TryReadAge(string text, out DateTimeOffset? before)
    {
        before = null;
        var minutes = text.Length == 0 ? 0 : text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 60 * 24, 'w' => 60 * 24 * 7, _ => 0 };
        if (minutes == 0 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        var (now, age) = (TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes((double)count * minutes));
        before = age > now - DateTimeOffset.MinValue ? DateTimeOffset.MinValue : now - age;
        return true;
    }

    private static bool MayDelete(int count, string size, HostConsole console, out int exitCode)
    {
        exitCode = ExitCodes.Success;
        if (!console.IsInteractive || Console.IsInputRedirected)
        {
            console.Error.WriteLine(console.Say(
                "PFF5152: nothing was deleted, because nobody could be asked. Add --yes, or --dry-run to see what would be deleted.",
                "PFF5152: nada foi apagado, porque não havia a quem perguntar. Use --yes, ou --dry-run para ver o que seria apagado."));
            exitCode = ExitCodes.Usage;
            return false;
        }

        console.Error.Write(console.Say($"Delete {count} runs ({size})? [y/N] ", $"Apagar {count} execuções ({size})? [s/N] "));
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes" or "s" or "sim";
    }

    private static string Text(PruneChoice choice, HostConsole console) =>
        $"{choice.Run.RunId,-21}{Size(choice.Bytes),10}  {Reason(choice, console)}";

    private static string Reason(PruneChoice choice, HostConsole console) => choice.Kept switch
    {
        null => console.Say("to be deleted", "a apagar"),
        KeptBecause.New => console.Say("kept: it is new", "fica: é nova"),
        KeptBecause.Running => console.Say("kept: it is running", "fica: está em andamento"),
        KeptBecause.Damaged => console.Say("kept: its journal cannot be read; delete its folder by hand", "fica: o diário não pode ser lido; apague a pasta à mão"),
        KeptBecause.Unreachable => console.Say("kept: its journal cannot be reached now", "fica: o diário está inacessível agora"),
        KeptBecause.Unfinished => console.Say("kept: it was interrupted, and can be resumed (--unfinished)", "fica: foi interrompida e pode ser retomada (--unfinished)"),
        KeptBecause.Unknown => console.Say("kept: it has writes of unknown effect (--unknown)", "fica: tem gravações de efeito incerto (--unknown)"),
        KeptBecause.Needed => console.Say($"kept: run {choice.NeededBy} needs it", $"fica: a execução {choice.NeededBy} precisa dela"),
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    private static string Json(PruneChoice choice)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("run", choice.Run.RunId);
            json.WriteBoolean("deletes", choice.Kept is null);
            json.WriteNumber("bytes", choice.Bytes);
            if (choice.Kept is { } reason)
            {
                json.WriteString("kept_because", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()));
            }

            if (choice.NeededBy is { } other)
            {
                json.WriteString("needed_by", other);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Size(long bytes) => bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024.0:0.0} MB");
}
