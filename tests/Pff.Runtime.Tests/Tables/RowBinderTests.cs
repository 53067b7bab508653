using System.Collections.Immutable;
using Pff.Core.Plan;
using Pff.Runtime.Tables;

namespace Pff.Runtime.Tests.Tables;

public sealed class RowBinderTests
{
    [Theory]
    [InlineData(InputType.Int, " 42 ", "42")]
    [InlineData(InputType.Decimal, "-1234.50", "-1234.50")]
    [InlineData(InputType.Double, "1e3", "1000")]
    [InlineData(InputType.Bool, "VERDADEIRO", "true")]
    [InlineData(InputType.Bool, "false", "false")]
    [InlineData(InputType.Timestamp, "2026-11-22", "2026-11-22")]
    [InlineData(InputType.Timestamp, "2026-11-22T15:42:33.5-03:00", "2026-11-22T18:42:33.5Z")]
    [InlineData(InputType.Duration, "1h30m", "01:30:00")]
    [InlineData(InputType.Duration, "-1.5s", "-00:00:01.5")]
    [InlineData(InputType.Duration, "30:00:00", "30:00:00")]
    [InlineData(InputType.Text, " as it is ", " as it is ")]
    public void Good_texts_become_values(InputType type, string text, string expected)
    {
        Assert.Equal(expected, CellText.Of(Bound(new InputPlan("x", "x", 0, type, true), Value.Of(text))));
    }

    [Theory]
    [InlineData(InputType.Int, "12.5", "a whole number like 1234, but has '12.5'")]
    [InlineData(InputType.Int, "9223372036854775808", "a whole number")]
    [InlineData(InputType.Decimal, "12,50", "a decimal like 1234.56 (with a point, without thousands separators), but has '12,50'")]
    [InlineData(InputType.Decimal, "1.234,50", "a decimal")]
    [InlineData(InputType.Bool, "yes", "true or false")]
    [InlineData(InputType.Timestamp, "03/04/2026", "a date like 2026-11-22")]
    [InlineData(InputType.Duration, "soon", "a duration like 90s")]
    [InlineData(InputType.Duration, "1h 30m", "a duration")]
    public void Wrong_texts_fail_the_row_with_what_was_expected_and_found(InputType type, string text, string expected)
    {
        var failure = Failed(new InputPlan("x", "Valor R$", 0, type, true), Value.Of(text));
        Assert.Equal("PFF3221", failure.Code);
        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.Contains($"Row 12: column 'Valor R$' must be {expected}", failure.Message.English);
        Assert.Contains("Linha 12: a coluna 'Valor R$' deve ser", failure.Message.Portuguese);
    }

    [Fact]
    public void Numbers_of_a_spreadsheet_become_the_text_that_it_shows()
    {
        var text = new InputPlan("x", "x", 0, InputType.Text, true);
        Assert.Equal("5511999990000", Bound(text, Value.Of(5511999990000L)).AsText);
        Assert.Equal("12.5", Bound(text, Value.Of(12.5)).AsText);
        Assert.Equal("0.3", Bound(text, Value.Of(0.1 + 0.2)).AsText);
        Assert.Equal("0.0000125", Bound(text, Value.Of(0.0000125)).AsText);
        Assert.Equal(0.1m, Bound(text with { Type = InputType.Decimal }, Value.Of(0.1)).AsDecimal);
    }

    [Fact]
    public void A_number_that_lost_digits_is_not_believed()
    {
        var plan = new InputPlan("x", "cartão", 0, InputType.Text, true);
        Assert.Equal("PFF3227", Failed(plan, Value.Of(1234567890123450.0)).Code);
        Assert.Equal("PFF3227", Failed(plan with { Type = InputType.Int }, Value.Of(1234567890123450.0)).Code);
    }

    [Fact]
    public void Empty_cells_are_null_or_the_default_or_a_failure()
    {
        var plan = new InputPlan("x", "x", 0, InputType.Int, false);
        Assert.True(Bound(plan, Value.Absent).IsNull);
        Assert.True(Bound(plan, Value.Null).IsNull);
        Assert.Equal(7, Bound(plan with { Default = "7" }, Value.Absent).AsInt);
        Assert.Equal(7, Bound(plan with { Default = "7", IsRequired = true }, Value.Absent).AsInt);
        Assert.Equal("PFF3220", Failed(plan with { IsRequired = true }, Value.Absent).Code);
    }

    [Fact]
    public void Allowed_values_and_patterns_are_checked_whole()
    {
        var plan = new InputPlan("x", "x", 0, InputType.Text, true);
        var near = Failed(plan with { AllowedValues = ["active", "suspended"] }, Value.Of("actve"));
        Assert.Equal("PFF3222", near.Code);
        Assert.Contains("Did you mean 'active'?", near.Message.English);
        var pattern = plan with { Constraint = Matching("^55[0-9]{10,11}$|x") };
        Assert.Equal("5511999990000", Bound(pattern, Value.Of(5511999990000L)).AsText);
        Assert.Equal("PFF3223", Failed(pattern, Value.Of("x5511999990000")).Code);
        Assert.Equal("PFF3223", Failed(pattern, Value.Of("5511999990000\n")).Code);
        Assert.Equal("PFF3223", Failed(plan with { Constraint = Matching("(a+)+b") }, Value.Of(new string('a', 50_000))).Code);
    }

    [Theory]
    [InlineData(InputType.Text, "ab", "at least 3 character(s)")]
    [InlineData(InputType.Text, "abcdef", "at most 5 character(s)")]
    [InlineData(InputType.Int, "0", "greater than 0")]
    [InlineData(InputType.Decimal, "100.01", "at most 100")]
    [InlineData(InputType.Double, "1e300", "at most 100")]
    [InlineData(InputType.Text, "😀😀😀😀😀", null)]
    [InlineData(InputType.Decimal, "100.00", null)]
    public void Limits_are_those_of_the_value(InputType type, string cell, string? expected)
    {
        var plan = new InputPlan("x", "x", 0, type, true)
        {
            Constraint = new ValueConstraint { MinimumLength = 3, MaximumLength = 5, Minimum = 0, ExcludesMinimum = true, Maximum = 100 },
        };
        if (expected is null)
        {
            Bound(plan, Value.Of(cell));
            return;
        }

        var failure = Failed(plan, Value.Of(cell));
        Assert.Equal("PFF3223", failure.Code);
        Assert.Contains(expected, failure.Message.English);
    }

    [Fact]
    public void A_secret_is_wrapped_and_never_told()
    {
        var plan = new InputPlan("pin", "pin", 0, InputType.Int, true) { IsSecret = true };
        Assert.Equal(1234, Bound(plan, Value.Of("1234")).As<SecretValue>().Inner.AsInt);
        Assert.DoesNotContain("hunter2", Failed(plan, Value.Of("hunter2")).Message.English);
        Assert.DoesNotContain("hunter2", Failed(plan with { Type = InputType.Text, Constraint = Matching("[0-9]+") }, Value.Of("hunter2")).Message.Portuguese);
    }

    [Fact]
    public void Headers_are_found_without_case_and_blanks()
    {
        var binder = RowBinder.Create([new InputPlan("m", "MSISDN", 0, InputType.Text, true)], [" other", " msisdn "]);
        Assert.NotNull(binder.Value);
    }

    [Fact]
    public void A_missing_required_column_names_the_nearest()
    {
        var failure = RowBinder.Create([new InputPlan("m", "msisdn", 0, InputType.Text, true)], ["msidn", "motivo"]).Failure!;
        Assert.Equal("PFF3207", failure.Code);
        Assert.Contains("'msidn', 'motivo'", failure.Message.English);
        Assert.Equal("Você quis dizer 'msidn'?", failure.Help!.Portuguese);
        Assert.Null(RowBinder.Create([new InputPlan("m", "msisdn", 0, InputType.Text, false)], ["x"]).Failure);
    }

    [Fact]
    public void A_header_twice_is_refused_where_it_is_needed()
    {
        ImmutableArray<string> headers = ["id", "ID ", "other"];
        Assert.Equal("PFF3206", RowBinder.Create([new InputPlan("i", "id", 0, InputType.Text, true)], headers).Failure!.Code);
        Assert.Null(RowBinder.Create([new InputPlan("o", "other", 0, InputType.Text, true)], headers).Failure);
    }

    [Theory]
    [InlineData("(?=look)", null)]
    [InlineData("(", null)]
    [InlineData(null, "abc")]
    public void What_cannot_be_checked_is_refused_at_the_start(string? pattern, string? fallback)
    {
        var plan = new InputPlan("x", "x", 0, InputType.Int, false) { Constraint = pattern is null ? null : Matching(pattern), Default = fallback };
        Assert.Equal("PFF3212", RowBinder.Create([plan], ["x"]).Failure!.Code);
    }

    private static ValueConstraint Matching(string pattern) => new() { Pattern = pattern, MatchesWhole = true };

    private static Value Bound(InputPlan plan, Value cell)
    {
        var slots = new Value[1];
        var failure = RowBinder.Create([plan], [plan.Column]).Value!.Bind(new InputRow(12, new[] { cell }), slots);
        Assert.Null(failure);
        return slots[0];
    }

    private static Pff.Core.Ports.RowFailure Failed(InputPlan plan, Value cell) =>
        RowBinder.Create([plan], [plan.Column]).Value!.Bind(new InputRow(12, new[] { cell }), new Value[1])!;
}
