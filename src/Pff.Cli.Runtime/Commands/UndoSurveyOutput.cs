using Pff.Cli.Runtime.Output;
using Pff.Hosting.Output;
using Pff.Runtime.Undoing;

namespace Pff.Cli.Runtime.Commands;

/// <summary>Prints what there is to undo, as lines for people or as JSON events.</summary>
internal sealed class UndoSurveyOutput(HostConsole console, bool isJson) : IDisposable
{
    private readonly RunEvents? _events = isJson ? new RunEvents(console, isJson) : null;

    /// <param name="isLeft">Nothing can check it, and that is not accepted.</param>
    public void PrintUndo(long row, WriteToUndo write, bool isLeft)
    {
        if (_events is not null)
        {
            _events.UndoPlanned(row, write, isLeft);
            return;
        }

        var (english, portuguese) = isLeft ? (", only with --unchecked", ", só com --unchecked")
            : write.IsUnsettled ? (" if a read shows that it took effect", " se uma leitura mostrar que teve efeito")
            : ("", "");
        console.Out.WriteLine(console.Say(
            $"row {row}: {write.Name} would be undone by {write.UndoCall}{english}",
            $"linha {row}: {write.Name} seria desfeita por {write.UndoCall}{portuguese}"));
    }

    public void PrintKept(long row, KeptWrite write)
    {
        if (_events is not null)
        {
            _events.UndoRefused(row, write.Name, console.Say(write.Why));
            return;
        }

        console.Out.WriteLine(console.Say(
            $"row {row}: {write.Name} stays: {write.Why.English}", $"linha {row}: {write.Name} fica: {write.Why.Portuguese}"));
    }

    public void PrintMoreKept(long count)
    {
        if (count > 0 && _events is null)
        {
            console.Out.WriteLine(console.Say($"and {count} more", $"e mais {count}"));
        }
    }

    public void PrintTotals(UndoSurvey survey)
    {
        if (_events is not null)
        {
            _events.UndoSurveyed(survey.Writes, survey.Rows.Length, survey.Kept, survey.Unchecked);
            return;
        }

        console.Out.WriteLine(console.Say(
            $"{survey.Writes} writes of {survey.Rows.Length} rows would be undone{(survey.IsRefused ? " with --unchecked" : "")}; {survey.Kept} cannot be. {survey.Unchecked} rows cannot be checked for later changes.",
            $"{survey.Writes} escritas de {survey.Rows.Length} linhas seriam desfeitas{(survey.IsRefused ? " com --unchecked" : "")}; {survey.Kept} não podem ser. {survey.Unchecked} linhas não podem ser conferidas quanto a mudanças posteriores."));
    }

    /// <param name="runId">Of the run of which nothing is left to undo.</param>
    public void PrintNothing(string runId, UndoSurvey survey)
    {
        if (_events is not null)
        {
            survey.PrintKept(this);
            _events.NothingToDo(runId, survey.Kept);
            return;
        }

        console.Out.WriteLine(console.Say($"There is nothing left to undo of run {runId}.", $"Não há mais o que desfazer da execução {runId}."));
        survey.PrintKept(this);
    }

    public void Dispose() => _events?.Dispose();
}
