using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Pff.Compiler.Catalogs.OpenApi;
using Pff.Core.Diagnostics;

namespace Pff.Compiler.Importing.Arazzo;

/// <summary>Criteria of steps and actions as conditions.</summary>
internal static class Criteria
{
    private static readonly ImmutableArray<int> UsualSuccesses = [200, 201, 202, 203, 204, 206];

    /// <summary>The successes that an operation declares.</summary>
    public static ImmutableArray<int> SuccessesOf(CalledOperation? operation)
    {
        if (operation?.Method?.Operation.Node.Node["responses"] is not DocumentMap responses)
        {
            return UsualSuccesses;
        }

        ImmutableArray<int> declared =
        [
            .. responses.Entries.Select(e => int.TryParse(e.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0)
                .Where(s => s is >= 200 and <= 299),
        ];
        return declared.IsEmpty ? UsualSuccesses : declared;
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

    /// <summary>The statuses of failures for which all criteria hold; null where they ask for something else too.</summary>
    public static ImmutableArray<int>? FailuresWhere(ImmutableArray<DocumentMap> criteria, ExpressionScope scope)
    {
        var statuses = Enumerable.Range(400, 200);
        foreach (var criterion in criteria)
        {
            if (Translate(criterion, scope, 400) is not { } probe)
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
        }

        return [.. statuses];
    }

    public static void NotCarried(DocumentMap criterion, ExpressionScope scope, LocalizedText reason) => scope.Report.NotCarried(
        criterion["condition"]?.Span ?? DocumentReport.StartOf(criterion), new("The criterion", "O critério"), reason);

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
