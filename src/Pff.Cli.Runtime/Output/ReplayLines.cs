using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Pff.Cli.Runtime.Commands;
using Pff.Core.Ports;
using Pff.Hosting.Output;
using Pff.Runtime.Replaying;

namespace Pff.Cli.Runtime.Output;

/// <summary>What a replay prints: the requests as lines of JSON, and what differs.</summary>
internal sealed class ReplayLines(ReplayOutput wanted, HostConsole console, bool isChangedPlan) : IReplaySink, IDisposable
{
    private const int Shown = 50;
    private const int LongestValue = 200;

    /// <summary>A file beside the one that is wanted, which it becomes once it is whole.</summary>
    private readonly Stream? _requests = wanted.Requests switch
    {
        null => null,
        ReplayOutput.StandardOutput => Console.OpenStandardOutput(),
        { } path => new BufferedStream(NewFile(path + ".partial"), 64 * 1024),
    };

    private readonly List<ReplayDifference> _differences = [];
    private readonly SortedDictionary<(string StepId, string Method, bool HasSecret), List<long>> _notKept = [];
    private long _more;

    /// <summary>What is about the result goes to standard error where the result itself is on standard output.</summary>
    private TextWriter Said => wanted.Requests == ReplayOutput.StandardOutput ? console.Error : console.Out;

    public void Rendered(ReplayedCall call)
    {
        if (_requests is null)
        {
            return;
        }

        using (var json = new Utf8JsonWriter(_requests, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("row", call.Key.Row);
            json.WriteNumber("call", call.Key.Settled);
            if (call.Key.IsReadBack)
            {
                json.WriteBoolean("settles", true);
            }

            json.WriteString("step", call.StepId);
            json.WriteString("name", call.Method);
            json.WriteString("method", call.Verb);
            json.WriteString("url", call.Url);
            json.WriteStartObject("headers");
            foreach (var (name, value) in call.Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            if (call.Body is { } body)
            {
                json.WriteString("body", Encoding.UTF8.GetString(body.Span));
            }

            json.WriteString("sha256", call.Sha256);
            json.WriteEndObject();
        }

        _requests.WriteByte((byte)'\n');
    }

    public void Differs(ReplayDifference difference)
    {
        if (_differences.Count < Shown)
        {
            _differences.Add(difference);
        }
        else
        {
            _more++;
        }
    }

    public void NotKept(CallKey key, string stepId, string method, bool hasSecret)
    {
        if (!_notKept.TryGetValue((stepId, method, hasSecret), out var rows))
        {
            _notKept[(stepId, method, hasSecret)] = rows = [];
        }

        rows.Add(key.Row);
    }

    /// <summary>Gives the file of requests its name.</summary>
    public void CompleteRequests()
    {
        _requests?.Dispose();
        if (wanted.Requests is { } path && path != ReplayOutput.StandardOutput)
        {
            File.Move(path + ".partial", path, overwrite: true);
        }
    }

    public void Conclude(RunHeader header, RunReplay replay, ImmutableArray<string> written, ImmutableArray<ComparedReport> compared)
    {
        SayNotKept(header.RunId);
        if (wanted.IsJson)
        {
            Said.WriteLine(Json(header, replay, written, compared));
            return;
        }

        foreach (var difference in _differences)
        {
            Said.WriteLine(Line(difference));
        }

        if (_more > 0)
        {
            Said.WriteLine(console.Say($"and {_more} more differences", $"e mais {_more} diferenças"));
        }

        foreach (var report in compared)
        {
            Said.WriteLine(report.IsIdentical
                ? console.Say($"identical: {report.Path}", $"idêntico: {report.Path}")
                : console.Say($"different: {report.Path}", $"diferente: {report.Path}"));
        }

        foreach (var path in written)
        {
            Said.WriteLine(console.Say($"Report: {path}", $"Relatório: {path}"));
        }

        Said.WriteLine(Verdict(replay, compared));
        SayVersion(header, replay, compared);
    }

    public void Dispose() => _requests?.Dispose();

    private static FileStream NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private string Line(ReplayDifference difference)
    {
        var place = difference.Row == 0 ? "" : console.Say($"row {difference.Row}: ", $"linha {difference.Row}: ");
        return $"{place}{console.Say(difference.What)}: {Value(difference.Recorded)} → {Value(difference.Replayed)}";
    }

    private string Value(string text) =>
        text.Length == 0 ? console.Say("nothing", "nada") : text.Length <= LongestValue ? text : text[..LongestValue] + "…";

    private void SayNotKept(string runId)
    {
        foreach (var ((stepId, method, hasSecret), rows) in _notKept)
        {
            var numbers = string.Join(", ", rows.Take(Shown).Select(row => row.ToString(CultureInfo.InvariantCulture))) + (rows.Count > Shown ? ", …" : "");
            var (english, portuguese) = hasSecret
                ? ("its answer has a secret in it, which no journal keeps", "a resposta tem um segredo, que nenhum diário guarda")
                : isChangedPlan ? ("the run did not make this call", "a execução não fez esta chamada")
                : ("the journal does not have its answer", "o diário não tem a resposta");
            console.Error.WriteLine(console.Say(
                $"PFF5161: {rows.Count} rows of run {runId} cannot be replayed behind '{method}' (step {stepId}), because {english}: {numbers}",
                $"PFF5161: {rows.Count} linhas da execução {runId} não podem ser reproduzidas depois de '{method}' (passo {stepId}), porque {portuguese}: {numbers}"));
        }
    }

    private string Verdict(RunReplay replay, ImmutableArray<ComparedReport> compared)
    {
        var same = replay.Rows - replay.DifferingRows - replay.RowsNotKept;
        var counts = console.Say(
            $"{replay.Rows} rows and {replay.Requests} requests replayed: {same} rows identical, {replay.DifferingRows} different, {replay.RowsNotKept} cannot be replayed",
            $"{replay.Rows} linhas e {replay.Requests} requisições reproduzidas: {same} linhas idênticas, {replay.DifferingRows} diferentes, {replay.RowsNotKept} não podem ser reproduzidas");
        return replay.DifferingRows == 0 && compared.All(c => c.IsIdentical) ? counts + "." : $"PFF5162: {counts}.";
    }

    private void SayVersion(RunHeader header, RunReplay replay, ImmutableArray<ComparedReport> compared)
    {
        var differs = replay.DifferingRows > 0 || compared.Any(c => !c.IsIdentical);
        if (differs && StoredSettings.VersionOf(header) is { } version && version != StoredSettings.Version)
        {
            console.Error.WriteLine(console.Say(
                $"The run was made by PFF {version}, and this is PFF {StoredSettings.Version}.",
                $"A execução foi feita pelo PFF {version}, e este é o PFF {StoredSettings.Version}."));
        }
    }

    private string Json(RunHeader header, RunReplay replay, ImmutableArray<string> written, ImmutableArray<ComparedReport> compared)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("run", header.RunId);
            json.WriteBoolean("identical", replay is { DifferingRows: 0, RowsNotKept: 0 } && compared.All(c => c.IsIdentical));
            json.WriteNumber("rows", replay.Rows);
            json.WriteNumber("requests", replay.Requests);
            json.WriteNumber("rows_different", replay.DifferingRows);
            json.WriteNumber("rows_not_kept", replay.RowsNotKept);
            json.WriteString("run_version", StoredSettings.VersionOf(header));
            json.WriteString("version", StoredSettings.Version);
            json.WriteStartArray("reports");
            foreach (var path in written)
            {
                json.WriteStringValue(path);
            }

            json.WriteEndArray();
            json.WriteStartArray("compared");
            foreach (var report in compared)
            {
                json.WriteStartObject();
                json.WriteString("path", report.Path);
                json.WriteBoolean("identical", report.IsIdentical);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("differences");
            foreach (var difference in _differences)
            {
                json.WriteStartObject();
                json.WriteNumber("row", difference.Row);
                json.WriteString("what", console.Say(difference.What));
                json.WriteString("recorded", difference.Recorded);
                json.WriteString("replayed", difference.Replayed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
