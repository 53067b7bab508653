using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Ports;

namespace Pff.Runtime.Reports.Html;

/// <summary>One of the first rows that failed with a code.</summary>
internal sealed record FailureExample(long Row, LocalizedText Message, string StepId);

/// <summary>What a code's failures have in common, and what not.</summary>
internal sealed class FailureExamplesOfCode
{
    private const int MaximumExamples = 3;

    private readonly SortedDictionary<FailureKind, long> _kinds = [];
    private readonly List<FailureExample> _examples = [];

    public IReadOnlyList<FailureExample> Examples => _examples;

    /// <summary>The most frequent first.</summary>
    public IEnumerable<KeyValuePair<FailureKind, long>> Kinds => _kinds.OrderByDescending(kind => kind.Value);

    public void Add(long row, RowFailure failure)
    {
        _kinds[failure.Kind] = _kinds.GetValueOrDefault(failure.Kind) + 1;
        if (_examples.Count < MaximumExamples)
        {
            _examples.Add(new FailureExample(row, failure.Message, failure.StepId));
        }
    }
}

/// <summary>Examples of each code.</summary>
internal sealed class FailureExamples
{
    private const int MaximumCodes = 1000;

    private readonly Dictionary<string, FailureExamplesOfCode> _codes = new(StringComparer.Ordinal);

    public void Add(long row, RowFailure failure)
    {
        if (!_codes.TryGetValue(failure.Code, out var known))
        {
            if (_codes.Count == MaximumCodes)
            {
                return;
            }

            _codes[failure.Code] = known = new FailureExamplesOfCode();
        }

        known.Add(row, failure);
    }

    public FailureExamplesOfCode Of(string code) => _codes.GetValueOrDefault(code) ?? new FailureExamplesOfCode();
}

/// <summary>What somebody who was not there when the manifest was written can do about a failure.</summary>
internal static class FailureAdvice
{
    public static LocalizedText Of(FailureKind kind) => kind switch
    {
        FailureKind.Assert or FailureKind.Fail => new(
            "The manifest itself refused these rows by a rule of its own. Look at the rows with whoever knows the rule.",
            "O próprio manifesto recusou estas linhas por uma regra sua. Veja as linhas com quem conhece a regra."),
        FailureKind.Evaluation => new(
            "The data is not as the manifest expects. Show one of the rows to whoever wrote the manifest.",
            "Os dados não são como o manifesto espera. Mostre uma das linhas a quem escreveu o manifesto."),
        FailureKind.Input => new(
            "Correct these cells in the input and run the corrected rows in a table of their own. Nothing was sent for them.",
            "Corrija estas células na entrada e execute as linhas corrigidas em uma tabela própria. Nada foi enviado por elas."),
        FailureKind.Invalid => new(
            "The system found what was sent invalid. Compare the message with the row's values, correct them, and run these rows again.",
            "O sistema considerou inválido o que foi enviado. Compare a mensagem com os valores da linha, corrija-os e execute de novo."),
        FailureKind.Unauthorized => new(
            "Check the credentials and permissions of the account that ran this, then run these rows again.",
            "Confira as credenciais e permissões da conta que executou, depois execute estas linhas de novo."),
        FailureKind.NotFound => new(
            "The system does not have what these rows name. Check the identifiers in the input.",
            "O sistema não tem o que estas linhas nomeiam. Confira os identificadores na entrada."),
        FailureKind.Conflict => new(
            "The record is in another state than the change needs. Look at it in the system and decide row by row.",
            "O registro está em outro estado que não o necessário à mudança. Veja-o no sistema e decida linha por linha."),
        FailureKind.RateLimited => new(
            "The system asked for fewer requests. Run these rows again later or slower.",
            "O sistema pediu menos requisições. Execute estas linhas de novo mais tarde ou mais devagar."),
        FailureKind.Rejected => new(
            "The system refused the request. Show the message to whoever runs that system.",
            "O sistema recusou a requisição. Mostre a mensagem a quem opera aquele sistema."),
        FailureKind.ServerError or FailureKind.Timeout or FailureKind.Network or FailureKind.Unavailable => new(
            "The system could not answer at that time. Once it is well again, run these rows again.",
            "O sistema não pôde responder naquele momento. Quando ele voltar ao normal, execute estas linhas de novo."),
        FailureKind.BadResponse => new(
            "The system's answer could not be used. Show the message to whoever runs that system.",
            "A resposta do sistema não pôde ser usada. Mostre a mensagem a quem opera aquele sistema."),
        FailureKind.Unknown => new(
            "Look these rows up in the system before anything is run again: the change may have been made.",
            "Confira estas linhas no sistema antes de executar qualquer coisa de novo: a mudança pode ter sido feita."),
        FailureKind.RetryExhausted => new(
            "What the manifest waited for did not come about in time. See whether it has by now, and run these rows again.",
            "O que o manifesto esperava não aconteceu a tempo. Veja se já aconteceu e execute estas linhas de novo."),
        FailureKind.UndoFailed => new(
            "The row was left half done and could not be taken back whole. Put it right by hand.",
            "A linha ficou pela metade e não pôde ser desfeita por inteiro. Corrija-a à mão."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
