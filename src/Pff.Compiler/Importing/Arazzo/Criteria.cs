using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>Criteria of steps and actions as conditions.</summary>
internal static class Criteria
{
    /// <summary>The extension of a criterion that has the code with which a row fails.</summary>
    public const string CodeKey = "x-pff-code";

    /// <summary>The extension of a criterion that has the message with which a row fails.</summary>
    public const string MessageKey = "x-pff-message";

    private static readonly ImmutableArray<int> UsualSuccesses = [200, 201, 202, 203, 204, 206];

    /// <summary>
    /// The successes that an operation declares. Where it declares none, those are taken that the step asks for: it was
    /// written by somebody who had seen the answer.
    /// </summary>
    public static ImmutableArray<int> SuccessesOf(CalledOperation? operation, ImmutableArray<DocumentMap> criteria, ExpressionScope scope)
    {
        var responses = operation?.Method?.Operation.Node.Node["responses"] as DocumentMap;
        ImmutableArray<int> declared =
        [
            .. (responses?.Entries ?? []).Select(e => int.TryParse(e.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0)
                .Where(IsSuccess),
        ];
        if (!declared.IsEmpty)
        {
            return declared;
        }

        var silent = scope with { Report = new DocumentReport(scope.Report.File, new DiagnosticBag()) };
        ImmutableArray<int> asked = [.. UsualSuccesses.Where(s => criteria.All(c => Translate(c, silent, s) is not { Constant: false }))];
        return asked.IsEmpty ? UsualSuccesses : asked;
    }

    /// <summary>Whether a criterion that no declared success meets is met by another success, as far as the status decides.</summary>
    public static bool IsOfOtherSuccess(DocumentMap criterion, ExpressionScope scope)
    {
        var silent = scope with { Report = new DocumentReport(scope.Report.File, new DiagnosticBag()) };
        return UsualSuccesses.Any(s => Translate(criterion, silent, s) is { Constant: not false });
    }

    /// <summary>
    /// A criterion as a condition on a response that is a success. Its status is then one of those that the operation
    /// declares, so that most criteria on it are true or false beforehand.
    /// </summary>
    /// <returns>Null where it cannot be carried; a diagnostic then says why.</returns>
    public static ConditionTerm? OnSuccess(DocumentMap criterion, ExpressionScope scope, ImmutableArray<int> statuses)
    {
        ConditionTerm? common = null;
        foreach (var status in statuses)
        {
            if (Translate(criterion, scope, status) is not { } term)
            {
                return null;
            }

            if (common is not null && common.Text != term.Text)
            {
                NotCarried(criterion, scope, new(
                    "for a manifest every status from 200 to 299 is a success, and none of them is told from the others",
                    "para um manifesto todo status de 200 a 299 é um sucesso, e nenhum se distingue dos outros"));
                return null;
            }

            common = term;
        }

        return common;
    }

    /// <summary>The failures for which all criteria hold; null where they ask for something else than a status too.</summary>
    /// <param name="criteria">Those of an action.</param>
    /// <param name="scope">What expressions mean where the step has failed.</param>
    /// <param name="successes">The statuses with which a step can fail by its own criteria.</param>
    public static FailureSet? FailuresWhere(ImmutableArray<DocumentMap> criteria, ExpressionScope scope, ImmutableArray<int> successes)
    {
        if (criteria.IsEmpty)
        {
            return FailureSet.All;
        }

        var statuses = Enumerable.Range(FailureSet.First, FailureSet.Count);
        var isOfCriteria = true;
        foreach (var criterion in criteria)
        {
            if (Translate(criterion, scope, FailureSet.First) is not { } probe)
            {
                return null;
            }

            if (probe.Constant is null)
            {
                NotCarried(criterion, scope, new(
                    "what a failure is handled by is its status; its response is not known", "o que trata uma falha é o seu status; sua resposta não é conhecida"));
                return null;
            }

            statuses = statuses.Where(s => Translate(criterion, scope, s)?.Constant == true).ToList();
            isOfCriteria &= successes.All(s => Translate(criterion, scope, s)?.Constant == true);
        }

        return new FailureSet([.. statuses], isOfCriteria, IsAny: false);
    }

    public static void NotCarried(DocumentMap criterion, ExpressionScope scope, LocalizedText reason) => scope.Report.NotCarried(
        criterion["condition"]?.Span ?? DocumentReport.StartOf(criterion), new("The criterion", "O critério"), reason);

    private static bool IsSuccess(int status) => status is >= 200 and <= 299;

    private static ConditionTerm? Translate(DocumentMap criterion, ExpressionScope scope, int status)
    {
        var report = scope.Report;
        if (report.TextOf(criterion, "condition") is not { } condition)
        {
            if (criterion["condition"] is null)
            {
                report.Missing(DocumentReport.StartOf(criterion), "criteria", "condition");
            }

            return null;
        }

        var type = criterion["type"] switch
        {
            DocumentScalar scalar => scalar.Text,
            DocumentMap map => map.TextOf("type") ?? string.Empty,
            _ => "simple",
        };
        if (type == "simple")
        {
            return SimpleCondition.Translate(condition.Text, condition.Span, scope, status);
        }

        if (report.TextOf(criterion, "context") is not { } context)
        {
            report.Missing(DocumentReport.StartOf(criterion), "criteria", "context");
            return null;
        }

        if (type == "regex" && context.Text == "$statusCode")
        {
            return OnStatus(condition.Text, status) is { } matches
                ? new ConditionTerm(matches ? "true" : "false", matches)
                : Refuse(criterion, scope, type);
        }

        if (type is not ("regex" or "jsonpath"))
        {
            return Refuse(criterion, scope, type);
        }

        if (scope.Resolve(context.Text, context.Span) is not { } subject)
        {
            return null;
        }

        var translated = type == "regex"
            ? $"{subject}.matches({CelWriter.Quote(condition.Text)})"
            : JsonPath.Translate(condition.Text, subject, condition.Span, scope);
        return translated is null ? Refuse(criterion, scope, type) : new ConditionTerm(translated);
    }

    private static bool? OnStatus(string pattern, int status)
    {
        try
        {
            // The static method keeps what it compiled: one pattern is asked about many statuses.
            return Regex.IsMatch(
                status.ToString(CultureInfo.InvariantCulture), pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static ConditionTerm? Refuse(DocumentMap criterion, ExpressionScope scope, string type)
    {
        NotCarried(criterion, scope, new(
            $"a condition of type '{type}' and this form has no counterpart", $"uma condição do tipo '{type}' e desta forma não tem correspondente"));
        return null;
    }
}
