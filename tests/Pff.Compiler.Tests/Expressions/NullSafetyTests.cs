using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class NullSafetyTests
{
    [Theory]
    [InlineData("customer.nick.size()", "PFF1304 'customer.nick'")]
    [InlineData("maybe + 1", "PFF1304 'maybe'")]
    [InlineData("maybe > 1", "PFF1304 'maybe'")]
    [InlineData("customer.spare.id", "PFF1304 'customer.spare'")]
    [InlineData("customer?.main.id", "PFF1304 'customer?.main'")]
    [InlineData("customer.contracts.first().id", "PFF1304 'customer.contracts.first()'")]
    [InlineData("customer.contracts.map(c, maybe).sum()", "PFF1304 'sum'")]
    [InlineData("customer.contracts.count() >= 0 && customer.contracts.first().id == 'x'", "PFF1304 'customer.contracts.first()'")]
    [InlineData("customer.contracts.count() > 0 || customer.contracts.first().id == 'x'", "PFF1304 'customer.contracts.first()'")]
    [InlineData("customer.contracts.count() < 3 && customer.contracts.first().id == 'x'", "PFF1304 'customer.contracts.first()'")]
    [InlineData("customer.contracts.map(c, maybe).size() > 0 && customer.contracts.map(c, maybe).first() + 1 > 0", "PFF1304 'customer.contracts.map(c, maybe).first()'")]
    [InlineData("match maybe { 1 => 0, other(n) => n + 1 }", "PFF1304 'n'")]
    [InlineData("customer.nick in ['x', null] && customer.nick.size() == 1", "PFF1304 'customer.nick'")]
    [InlineData("!(customer.nick in ['x']) && customer.nick.size() == 1", "PFF1304 'customer.nick'")]
    public void What_may_be_null_cannot_be_used_as_if_it_were_not(string text, string expected) => Assert.Equal(expected, Report(text));

    [Theory]
    [InlineData("customer.email", "PFF1305 'email'")]
    [InlineData("customer.email == 'x'", "PFF1305 'email'")]
    [InlineData("customer.main.id", "PFF1305 'main'")]
    [InlineData("customer.main.parent.id", "PFF1305 'main'; PFF1305 'parent'")]
    [InlineData("customer.contracts.map(c => c.note)", "PFF1305 'note'")]
    [InlineData("customer.email != null ? customer.email : 'x'", "PFF1305 'email'")]
    [InlineData("has(customer.email) || customer.email == 'x'", "PFF1305 'email'")]
    [InlineData("has(customer.email) ? 'x' : customer.email", "PFF1305 'email'")]
    [InlineData("has(customer.main.note)", "PFF1305 'main'")]
    [InlineData("customer.main.id == 'x' && customer.main.status == 'Active'", "PFF1305 'main'")]
    [InlineData("customer.main.id == 'x' || customer.main.status == 'Active'", "PFF1305 'main'")]
    [InlineData("has(customer.contracts[0].note) && customer.contracts[1].note == 'x'", "PFF1305 'note'")]
    [InlineData("has(customer.contracts[total].note) && [0, 1].all(total, customer.contracts[total].note == 'x')", "PFF1305 'note'")]
    [InlineData("customer.contracts.filter(c => has(c.note) || c.open).map(c => c.note)", "PFF1305 'note'")]
    [InlineData("customer.contracts.map(c => has(c.note)).size() > 0 && customer.contracts.all(c => c.note == 'x')", "PFF1305 'note'")]
    [InlineData("'note' in customer && customer.email == 'x'", "PFF1305 'email'")]
    public void An_optional_field_without_a_test_is_a_warning(string text, string expected)
    {
        Assert.Equal(expected, Report(text));
        Assert.All(Check(text).Diagnostics, d => Assert.Equal(Core.Diagnostics.Severity.Warning, d.Severity));
        Assert.All(Check(text, Settings with { IsStrict = true }).Diagnostics, d => Assert.Equal(Core.Diagnostics.Severity.Error, d.Severity));
    }

    [Theory]
    [InlineData("has(customer.email) && customer.email == 'x'")]
    [InlineData("!has(customer.email) || customer.email == 'x'")]
    [InlineData("has(customer.email) ? customer.email : 'x'")]
    [InlineData("has(customer.main) && has(customer.main.note) && customer.main.note == 'x'")]
    [InlineData("customer.email ?? 'x'")]
    [InlineData("customer.main.parent.note ?? 'x'")]
    [InlineData("customer?.email == 'x'")]
    [InlineData("customer?.email != null ? customer.email.size() : 0")]
    [InlineData("customer.?email.orValue('x')")]
    [InlineData("customer.?main.?note.hasValue()")]
    [InlineData("customer.nick != null && customer.nick.size() > 3")]
    [InlineData("customer.nick == null || customer.nick.size() > 3")]
    [InlineData("customer.nick == null ? 0 : customer.nick.size()")]
    [InlineData("customer.nick == 'x' && customer.nick.size() == 1")]
    [InlineData("(customer.nick ?? '').size() > 3")]
    [InlineData("customer.nick?.size() == 3")]
    [InlineData("customer.spare?.id == 'x'")]
    [InlineData("customer.spare?.id != null && customer.spare.id.size() > 2")]
    [InlineData("customer.contracts.filter(c => has(c.note)).count() > 0")]
    [InlineData("customer.contracts.exists(c, has(c.note) && c.note == 'x')")]
    [InlineData("from c in customer.contracts where has(c.note) select c.note")]
    [InlineData("customer.contracts.first()?.id ?? 'none'")]
    [InlineData("maybe != null && maybe > 1")]
    [InlineData("match maybe { null => 0, other(n) => 1 }")]
    [InlineData("match maybe { null => 0, other(n) => n + 1 }")]
    [InlineData("match maybe { null => 0, _ => maybe + 1 }")]
    [InlineData("match customer.nick { null => 0, 'x' => customer.nick.size(), other(n) => n.size() }")]
    [InlineData("customer.nick in ['x', 'y'] && customer.nick.size() == 1")]
    [InlineData("'email' in customer && customer.email == 'x'")]
    [InlineData("(has(customer.email) ? customer.email == 'x' : false) && customer.email.size() > 0")]
    [InlineData("(!has(customer.email) ? true : false) || customer.email.size() > 0")]
    [InlineData("customer.contracts.count() > 0 && customer.contracts.first().id == 'K1'")]
    [InlineData("size(customer.contracts) == 0 || customer.contracts.last().id == 'K1'")]
    [InlineData("0 < len(customer.contracts) && customer.contracts.first().id == 'K1'")]
    [InlineData("customer.contracts.size() < 1 ? '' : customer.contracts.first().id")]
    [InlineData("customer.contracts != [] && customer.contracts.first().id == 'K1'")]
    [InlineData("customer.contracts.exists(c, c.open) && customer.contracts.first().id == 'K1'")]
    [InlineData("customer.contracts.first() != null && customer.contracts.first().id == 'K1'")]
    [InlineData("customer.contracts.filter(c => has(c.note)).map(c => c.note)")]
    [InlineData("customer.contracts.filter(c, has(c.note)).map(d, d.note)")]
    [InlineData("customer.contracts.filter(c => has(c.note)).sort_by(d => d.note).map(e => e.note.size())")]
    [InlineData("from c in customer.contracts.filter(d => has(d.note)) select c.note")]
    [InlineData("customer.contracts.filter(c => has(c.note)).all(c => c.note.size() > 1)")]
    [InlineData("has(customer.contracts[0].note) && customer.contracts[0].note == 'x'")]
    [InlineData("has(customer.contracts[total].note) && customer.contracts[total].note == 'x'")]
    public void A_test_makes_it_safe(string text) => Assert.Equal("", Report(text, Settings with { IsStrict = true }));

    [Fact]
    public void A_variable_of_a_lambda_does_not_inherit_what_is_known_of_the_name_it_hides() =>
        Assert.Equal(
            "PFF1305 'note'",
            Report("has(customer.main) && has(customer.main.note) && customer.contracts.exists(customer, customer.note == 'x')"));

    [Theory]
    [InlineData("customer.email == 'x'", "customer?.email == 'x'")]
    [InlineData("customer.spare.id == 'x'", "customer.spare?.id == 'x'")]
    public void The_fix_can_be_applied_as_it_stands(string text, string expected)
    {
        var edit = Assert.Single(Check(text).Diagnostics[0].Fix!.Edits);
        var repaired = text.Remove(edit.Span.Start, edit.Span.Length).Insert(edit.Span.Start, edit.NewText);
        Assert.Equal(expected, repaired);
        Assert.Equal("", Report(repaired));
    }

    [Theory]
    [InlineData("customer.name == null", "PFF1318 'customer.name'")]
    [InlineData("null != total", "PFF1318 'total'")]
    [InlineData("customer.nick == null", "")]
    [InlineData("payload == null", "")]
    public void A_test_for_null_that_decides_nothing_is_reported(string text, string expected) => Assert.Equal(expected, Report(text));
}
