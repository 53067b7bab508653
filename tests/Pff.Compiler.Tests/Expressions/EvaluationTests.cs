using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

/// <summary>What PFF adds to CEL, from text to value; CEL itself is tested by its own cases (Pff.Conformance).</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData("customer.contracts.map(c => c.id)", "['K1', 'K2', 'K3']", "list<text>")]
    [InlineData("customer.contracts.map((i, c) => i)", "[0, 1, 2]", "list<int>")]
    [InlineData("customer.contracts.filter(c => c.open).map(c => c.id)", "['K1', 'K3']", "list<text>")]
    [InlineData("customer.contracts.filter((i, c) => i > 0).map(c => c.id)", "['K2', 'K3']", "list<text>")]
    [InlineData("customer.contracts.any(c => c.amount > 5)", "true", "bool")]
    [InlineData("customer.contracts.all(c => c.amount > 5)", "false", "bool")]
    [InlineData("customer.contracts.sum(c => c.amount)", "22.5m", "decimal")]
    [InlineData("customer.contracts.min(c => c.amount)", "2.5m", "decimal?")]
    [InlineData("customer.contracts.max(c => c.amount) ?? 0m", "10m", "decimal")]
    [InlineData("customer.contracts.first(c => !c.open)?.id", "'K2'", "text?")]
    [InlineData("customer.contracts.last()?.id", "'K3'", "text?")]
    [InlineData("customer.contracts.first(c => c.id == 'x')?.id", "null", "text?")]
    [InlineData("customer.contracts.count(c => c.open)", "2", "int")]
    [InlineData("customer.contracts.count()", "3", "int")]
    [InlineData("customer.contracts.sort_by(c => c.amount).map(c => c.id)", "['K2', 'K1', 'K3']", "list<text>")]
    [InlineData("customer.contracts.group_by(c => c.status).keys()", "['Active', 'Odd']", "list<OpenStatus>")]
    [InlineData("customer.contracts.distinct(c => c.amount > 5).map(c => c.id)", "['K1', 'K2']", "list<text>")]
    [InlineData("[1, 2, 1].distinct()", "[1, 2]", "list<int>")]
    [InlineData("[1, 2].flat_map(x => [x, x * 10])", "[1, 10, 2, 20]", "list<int>")]
    [InlineData("[[1], [2]].flatten()", "[1, 2]", "list<int>")]
    [InlineData("[1, 2, 3].sum()", "6", "int")]
    [InlineData("[1.5, 2.0].sum()", "3.5", "double")]
    [InlineData("[30s, 1m].sum()", "90.000000000s", "duration")]
    [InlineData("[].sum()", "0", "int")]
    [InlineData("[3, 1].min()", "1", "int?")]
    [InlineData("{'a': 1}.keys()", "['a']", "list<text>")]
    [InlineData("{'a': 1}.map((k, v) => v + 1)", "[2]", "list<int>")]
    [InlineData("len('abc') + len([1]) + len({})", "4", "int")]
    public void Functions_of_collections(string text, string expected, string type) => AssertValue(text, expected, type);

    [Theory]
    [InlineData("maybe ?? 5", "5", "int")]
    [InlineData("customer.email ?? 'none'", "'none'", "text")]
    [InlineData("customer.main.parent.id ?? 'none'", "'none'", "text")]
    [InlineData("customer?.email", "null", "text?")]
    [InlineData("customer.spare?.id", "null", "text?")]
    [InlineData("customer.nick?.size()", "null", "int?")]
    [InlineData("customer.name?.size()", "3", "int")]
    [InlineData("optional.none() ?? 1", "1", "int")]
    [InlineData("payload.missing ?? 1", "1", "dyn")]
    [InlineData("customer.email", "NoSuchField", "text")]
    [InlineData("1 / 0 ?? 2", "DivisionByZero", "int")]
    public void Absence_and_null(string text, string expected, string type) => AssertValue(text, expected, type);

    [Theory]
    [InlineData("f\"{customer.name} owes {customer.balance}\"", "'Ana owes 12.50'", "text")]
    [InlineData("f'{1 + 1}{{}}'", "'2{}'", "text")]
    [InlineData("30s + 1h30m", "5430.000000000s", "duration")]
    [InlineData("500ms * 1 == 1s", "", "")]
    [InlineData("1d - 1ns", "86399.999999999s", "duration")]
    [InlineData("1.5h == 90m", "true", "bool")]
    [InlineData("now - 30d < now", "true", "bool")]
    [InlineData("12.50m + 1", "13.50m", "decimal")]
    [InlineData("0.1m + 0.2m == 0.3m", "true", "bool")]
    [InlineData("customer.balance > 5m", "true", "bool")]
    [InlineData("customer.active ? customer.balance : 0m", "12.50m", "decimal")]
    [InlineData("match customer.status { Active => 'a', Suspended => 's', Corrected => 'c' }", "'a'", "text")]
    [InlineData("match customer.contracts[1].status { Active => 'a', Suspended => 's', other(s) => 'odd ' + s }", "'odd Odd'", "text")]
    [InlineData("match maybe { null => 'none', 1 => 'one', _ => 'many' }", "'none'", "text")]
    [InlineData("from c in customer.contracts where c.open select c.id", "['K1', 'K3']", "list<text>")]
    [InlineData("customer.`@type`", "'Individual'", "text")]
    [InlineData("customer['name']", "'Ana'", "text")]
    [InlineData("match + 1", "5", "int")]
    public void Literals_matches_and_comprehensions(string text, string expected, string type)
    {
        if (expected.Length == 0)
        {
            Assert.StartsWith("PFF1301", Report(text), StringComparison.Ordinal);
            return;
        }

        AssertValue(text, expected, type);
    }

    private static void AssertValue(string text, string expected, string type)
    {
        Assert.Equal(expected, Evaluate(text));
        Assert.Equal(type, TypeOf(text));
    }
}
