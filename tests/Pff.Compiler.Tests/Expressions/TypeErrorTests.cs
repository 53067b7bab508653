using static Pff.Compiler.Tests.Expressions.Expressions;

namespace Pff.Compiler.Tests.Expressions;

public sealed class TypeErrorTests
{
    [Theory]
    [InlineData("custmer.name", "PFF1201 'custmer'")]
    [InlineData("xs.map(x, y)", "PFF1201 'xs'")]
    [InlineData("validation == 1", "PFF1202 'validation'")]
    [InlineData("lenn(customer.contracts)", "PFF1203 'lenn'")]
    [InlineData("customer.name.startswith('A')", "PFF1203 'startswith'")]
    [InlineData("math.absolute(1)", "PFF1201 'math'")]
    [InlineData("customer.naem", "PFF1204 'naem'")]
    [InlineData("customer.contracts[0].idd", "PFF1204 'idd'")]
    [InlineData("has(customer.emial)", "PFF1204 'emial'")]
    [InlineData("customer.contracts.map(c => c.amont)", "PFF1204 'amont'")]
    [InlineData("customer['naem']", "PFF1204 ''naem''")]
    public void A_wrong_name_is_reported_at_exactly_its_token(string text, string expected) => Assert.Equal(expected, Report(text));

    [Theory]
    [InlineData("custmer.name", "did you mean 'customer'?")]
    [InlineData("lenn(total)", "did you mean 'len'?")]
    [InlineData("customer.name.startswith('A')", "did you mean 'startsWith'?")]
    [InlineData("customer.naem", "did you mean 'name'?")]
    [InlineData("customer.status == 'Actve'", "did you mean 'Active'?")]
    [InlineData("contains(customer.name, 'A')", "it is called on its first argument: x.contains(…)")]
    [InlineData("'a' in customer.name", "whether a text contains another: text.contains(part)")]
    public void A_name_that_is_near_is_offered(string text, string expected) =>
        Assert.Equal(expected, Check(text).Diagnostics[0].Help?.English);

    [Theory]
    [InlineData("customer.name + total", "PFF1301 '+'")]
    [InlineData("1 + 1.0", "PFF1301 '+'")]
    [InlineData("1 == 1.0", "PFF1301 '=='")]
    [InlineData("customer.name == total", "PFF1301 '=='")]
    [InlineData("customer.name < total", "PFF1301 '<'")]
    [InlineData("!total", "PFF1301 '!'")]
    [InlineData("-customer.name", "PFF1301 '-'")]
    [InlineData("customer.balance * 1.5", "PFF1301 '*'")]
    [InlineData("customer.contracts['a']", "PFF1301 ''a''")]
    [InlineData("total in customer.name", "PFF1301 'in'")]
    [InlineData("customer.name.startsWith(5)", "PFF1302 '5'")]
    [InlineData("len(total)", "PFF1302 'total'")]
    [InlineData("customer.name.startsWith()", "PFF1303 'startsWith'")]
    [InlineData("customer.name ? 1 : 2", "PFF1306 'customer.name'")]
    [InlineData("customer.active && total", "PFF1306 'total'")]
    [InlineData("customer.contracts.filter(c => c.id)", "PFF1306 'c.id'")]
    [InlineData("total.id", "PFF1309 'id'")]
    [InlineData("customer.contracts.id", "PFF1309 'id'")]
    [InlineData("total.map(x => x)", "PFF1310 'total'")]
    [InlineData("customer.active ? 'a' : 1", "PFF1311 '1'")]
    [InlineData("customer.nick ?? 1", "PFF1311 '1'")]
    [InlineData("customer.contracts.map((a, b, c) => a)", "PFF1315 '(a, b, c) => a'")]
    [InlineData("customer.contracts.sort_by(1)", "PFF1315 'sort_by'")]
    [InlineData("len(x => x)", "PFF1315 'x => x'")]
    [InlineData("has(customer)", "PFF1316 'customer'")]
    [InlineData("customer.contracts.all(1, true)", "PFF1320 '1'")]
    [InlineData("{1.5: 2}", "PFF1321 '1.5'")]
    public void A_wrong_type_is_reported_at_its_token(string text, string expected) => Assert.Equal(expected, Report(text));

    [Theory]
    [InlineData("customer.status == 'Actve'", "PFF1307 ''Actve''")]
    [InlineData("'Actve' != customer.status", "PFF1307 ''Actve''")]
    [InlineData("customer.status in ['Active', 'Suspnded']", "PFF1307 ''Suspnded''")]
    [InlineData("customer.contracts[0].status == 'Suspnded'", "PFF1307 ''Suspnded''")]
    [InlineData("match customer.status { Active => 1, Suspended => 2, Correted => 3, _ => 4 }", "PFF1307 'Correted'")]
    public void An_unknown_value_of_an_enum_is_reported(string text, string expected) => Assert.Equal(expected, Report(text));

    [Fact]
    public void An_enum_that_may_grow_gives_a_warning_and_a_closed_one_an_error()
    {
        Assert.Equal(Core.Diagnostics.Severity.Error, Check("customer.status == 'x'").Diagnostics[0].Severity);
        Assert.Equal(Core.Diagnostics.Severity.Warning, Check("customer.contracts[0].status == 'x'").Diagnostics[0].Severity);
    }

    [Theory]
    [InlineData("f\"t {token}\"", "PFF1308 'token'")]
    [InlineData("token + 'x'", "PFF1308 'token'")]
    [InlineData("token == 'x'", "PFF1308 'token'")]
    [InlineData("token.size()", "PFF1308 'token'")]
    [InlineData("size(token)", "PFF1308 'token'")]
    [InlineData("[token]", "PFF1308 'token'")]
    [InlineData("{'a': token}", "PFF1308 'token'")]
    [InlineData("'x' in [token]", "PFF1308 'token'")]
    [InlineData("dyn(token)", "PFF1308 'token'")]
    [InlineData("optional.of(token)", "PFF1308 'token'")]
    [InlineData("customer.contracts.map(c => token)", "PFF1308 'token'")]
    [InlineData("match token { 'x' => 1, _ => 2 }", "PFF1308 'token'")]
    [InlineData("from c in customer.contracts select token", "PFF1308 'token'")]
    public void A_secret_cannot_be_looked_at(string text, string expected) => Assert.Equal(expected, Report(text));

    [Theory]
    [InlineData("match customer.status { Active => 1, Suspended => 2 }", "PFF1312 'customer.status'")]
    [InlineData("match customer.contracts[0].status { Active => 1, Suspended => 2 }", "PFF1312 'customer.contracts[0].status'")]
    [InlineData("match customer.active { true => 1 }", "PFF1312 'customer.active'")]
    [InlineData("match total { 1 => 1 }", "PFF1312 'total'")]
    [InlineData("match maybe { 1 => 1, other(n) => 2, null => 3 }", "PFF1313 'null'")]
    [InlineData("match customer.active { true => 1, false => 2, _ => 3 }", "PFF1313 '_'")]
    [InlineData("match customer.status { Active => 1, Active => 2, _ => 3 }", "PFF1313 'Active'")]
    [InlineData("match customer.name { Ana => 1, _ => 2 }", "PFF1314 'Ana'")]
    [InlineData("match total { 'a' => 1, _ => 2 }", "PFF1306 ''a''")]
    [InlineData("match customer.active { true => 1, false => 'x' }", "PFF1311 ''x''")]
    public void A_match_must_be_whole(string text, string expected) => Assert.Equal(expected, Report(text));

    [Fact]
    public void Strict_checking_refuses_dyn_once()
    {
        var strict = Settings with { IsStrict = true };
        Assert.Equal("PFF1317 'payload'", Report("payload.total + payload.other", strict));
        Assert.Equal("", Report("payload.total + payload.other"));
    }

    [Theory]
    [InlineData("custmer.name + 1 > 2 && custmer.x", "PFF1201 'custmer'; PFF1201 'custmer'")]
    [InlineData("[custmer].map(x => x.a + 1)", "PFF1201 'custmer'")]
    [InlineData("customer.naem.size() > 3 ? 'a' : 'b'", "PFF1204 'naem'")]
    public void One_mistake_gives_one_diagnostic(string text, string expected) => Assert.Equal(expected, Report(text));
}
