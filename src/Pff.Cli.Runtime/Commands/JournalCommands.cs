using System.CommandLine;
using System.Text.Json;
using Pff.Hosting;
using Pff.Hosting.Files;
using Pff.Hosting.Output;
using Pff.Runtime.Journal;

namespace Pff.Cli.Runtime.Commands;

/// <summary><c>pff journal verify | export</c>: what there is to do with the journal of a run besides going on with it.</summary>
internal sealed class JournalCommands
{
    private readonly Argument<string> _run = new("RUN")
    {
        Description = "The run's id, a part that no other run has, or 'last'; or the path of a journal, or of a run's folder",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object" };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write; '-' for standard output",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    private readonly Option<bool> _decrypt = new("--decrypt")
    {
        Description = "Write also what is encrypted in the journal, for which its key must be there",
    };

    public static void AddTo(CommandLineHost host)
    {
        var group = host.AddGroup("journal", "Check, export and delete the journals of runs");

        var commands = new JournalCommands();
        var verify = new Command("verify", "Read a whole journal, and say whether it is what was written");
        verify.Arguments.Add(commands._run);
        verify.Options.Add(commands._json);
        host.Add(group, verify, (result, console, _) => Task.FromResult(commands.Verify(result, console)));

        var export = new Command("export", "Write a journal as lines of JSON: the run, its calls, its rows, and the writes of unknown effect");
        export.Arguments.Add(commands._run);
        export.Options.Add(commands._output);
        export.Options.Add(commands._decrypt);
        host.Add(group, export, (result, console, _) => Task.FromResult(commands.Export(result, console)));

        JournalPruneCommand.AddTo(host, group);
    }

    private int Verify(ParseResult result, HostConsole console)
    {
        if (PathOf(result.GetValue(_run)!, console) is not { } path)
        {
            return ExitCodes.Usage;
        }

        JournalSummary? summary = null;
        if (JournalReader.Open(path).IsSuccess(out var journal, out var failure))
        {
            using (journal)
            {
                journal.Verify().IsSuccess(out summary, out failure);
            }
        }

        if (result.GetValue(_json))
        {
            console.Out.WriteLine(Json(path, summary, failure?.Code, failure is null ? null : console.Say(failure.Message)));
        }
        else if (summary is not null)
        {
            console.Out.WriteLine(console.Say(
                $"{path} is whole: {summary.Rows} rows, {summary.Calls} calls, {summary.UnknownWrites} writes of unknown effect, commit {summary.Commit}.",
                $"{path} está inteiro: {summary.Rows} linhas, {summary.Calls} chamadas, {summary.UnknownWrites} gravações de efeito incerto, gravação {summary.Commit} do diário."));
        }
        else
        {
            RunLookup.Say(failure!, console);
        }

        return summary is null ? ExitCodes.Problems : ExitCodes.Success;
    }

    private int Export(ParseResult result, HostConsole console)
    {
        if (PathOf(result.GetValue(_run)!, console) is not { } path)
        {
            return ExitCodes.Usage;
        }

        if (!JournalReader.Open(path, result.GetValue(_decrypt) ? JournalSecrets.Of : null).IsSuccess(out var journal, out var failure))
        {
            RunLookup.Say(failure, console);
            return ExitCodes.Problems;
        }

        using (journal)
        {
            var target = result.GetValue(_output)!;
            if (target != "-" && OutputGuard.OverwritesRun(target, path, journal.Header.InputPath, console))
            {
                return ExitCodes.Usage;
            }

            JournalSummary? summary = null;
            if (target == "-")
            {
                using var standard = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
                JournalExport.Write(journal, standard).IsSuccess(out summary, out failure);
            }
            else
            {
                AtomicFile.WritePrivate(target, stream => JournalExport.Write(journal, stream).IsSuccess(out summary, out failure));
            }

            if (summary is null)
            {
                RunLookup.Say(failure!, console);
                return ExitCodes.Problems;
            }

            console.Error.WriteLine(console.Say(
                $"{summary.Rows} rows, {summary.Calls} calls and {summary.UnknownWrites} writes of unknown effect were exported.",
                $"Foram exportadas {summary.Rows} linhas, {summary.Calls} chamadas e {summary.UnknownWrites} gravações de efeito incerto."));
            if (journal.IsLocked)
            {
                console.Error.WriteLine(console.Say(
                    "The journal is encrypted, so its contents were left out. With its key: --decrypt.",
                    "O diário é cifrado, e os conteúdos ficaram de fora. Com a chave: --decrypt."));
            }

            return ExitCodes.Success;
        }
    }

    /// <summary>The journal that is meant; null where there is none, and that is said.</summary>
    private static string? PathOf(string run, HostConsole console) =>
        File.Exists(run) ? run
        : Directory.Exists(run) && new RunFolder(run, run) is var folder && File.Exists(folder.JournalPath) ? folder.JournalPath
        : RunLookup.Find(run, console) is { } found && !IsNeverStarted(found, console) ? found.JournalPath
        : null;

    private static bool IsNeverStarted(RunFolder folder, HostConsole console)
    {
        if (RunStore.Describe(folder) is not { State: RunState.NeverStarted, Failure: { } failure })
        {
            return false;
        }

        RunLookup.Say(failure, console);
        return true;
    }

    private static string Json(string path, JournalSummary? summary, string? code, string? message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("journal", path);
            json.WriteBoolean("whole", summary is not null);
            if (summary is not null)
            {
                json.WriteNumber("commit", summary.Commit);
                if (summary.Mark is { } mark)
                {
                    json.WriteNumber("mark", mark);
                }

                json.WriteNumber("rows", summary.Rows);
                json.WriteNumber("calls", summary.Calls);
                json.WriteNumber("unknown_writes", summary.UnknownWrites);
            }
            else
            {
                json.WriteString("code", code);
                json.WriteString("message", message);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
