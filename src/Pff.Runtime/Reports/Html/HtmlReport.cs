using System.Text;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Journal;

namespace Pff.Runtime.Reports.Html;

/// <summary>
/// One page that needs nothing else. The rows stand first in the file, as data, because they are written while they are read;
/// what is seen of them is counted meanwhile and written behind them.
/// </summary>
internal sealed class HtmlReport : ReportSheet
{
    private readonly StreamWriter _writer;
    private readonly HtmlText _text;
    private readonly ReportSource _source;
    private readonly RowData _rows;
    private readonly IEnumerator<CallEntry> _calls;
    private readonly List<CallEntry> _callsOfRow = [];
    private readonly List<UnknownWrite> _unknownWrites = [];
    private readonly CallStatistics _statistics = new();
    private readonly FailureExamples _failures = new();
    private bool _hasCall;

    public HtmlReport(Stream stream, ReportColumns columns, ReportSource source, Language language, HtmlLimits limits)
    {
        (_source, _text) = (source, new HtmlText(language));
        _writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
        HtmlPage.Start(_writer, _text, source.Header.PlanName);
        _writer.Flush();
        _rows = new RowData(stream, columns, source, language, limits);
        _calls = source.Calls.GetEnumerator();
        _hasCall = _calls.MoveNext();
    }

    public override void Add(in ReportRow row, ReadOnlySpan<Value> cells)
    {
        ReadCalls(row.Number);
        if (row.Result is { } result)
        {
            _statistics.Add(result);
            if (result.Failure is { } failure)
            {
                _failures.Add(row.Number, failure);
            }
        }

        _rows.Add(row, cells, _callsOfRow);
    }

    public override void Add(UnknownWrite write)
    {
        if (_unknownWrites.Count < HtmlLimits.UnknownWrites)
        {
            _unknownWrites.Add(write);
        }
    }

    public override void Finish(RunReportSummary summary)
    {
        ReadCalls(long.MaxValue);
        _rows.Finish(HtmlPage.ScriptTexts(_text));
        HtmlPage.EndData(_writer);
        new HtmlOverview(_writer, _text, _source).Write(summary);
        var details = new HtmlDetails(_writer, _text, _source);
        details.WriteFailures(summary, _failures);
        details.WriteUnknownWrites(_unknownWrites, summary.UnknownWriteCount);
        details.WriteWrites(_statistics);
        new HtmlSpeed(_writer, _text).Write(summary, _statistics, _source.Header.KeepsAnswers);
        new HtmlHosts(_writer, _text).Write(summary.Hosts);
        details.WriteRows(summary, _rows);
        HtmlPage.End(_writer, _text);
        _writer.Flush();
    }

    public override void Dispose()
    {
        _calls.Dispose();
        _rows.Dispose();
        _writer.Dispose();
        base.Dispose();
    }

    /// <summary>Counts all calls up to a row, and keeps that row's.</summary>
    private void ReadCalls(long row)
    {
        _callsOfRow.Clear();
        for (; _hasCall && _calls.Current.Key.Row <= row; _hasCall = _calls.MoveNext())
        {
            _statistics.Add(_calls.Current);
            if (_calls.Current.Key.Row == row)
            {
                _callsOfRow.Add(_calls.Current);
            }
        }

        _callsOfRow.Sort(static (one, other) => CallKey.CompareAsMade(one.Key, other.Key));
    }
}
