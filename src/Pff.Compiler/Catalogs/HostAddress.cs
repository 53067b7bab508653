using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Catalogs;

/// <summary>Base addresses of APIs.</summary>
internal static class HostAddress
{
    /// <returns>The address without a slash at its end; null where it cannot be used, which is then reported.</returns>
    public static string? Check(string address, SourceText source, TextSpan span, DiagnosticBag diagnostics)
    {
        if (ReasonAgainst(address) is { } reason)
        {
            diagnostics.Add(CompilerDiagnostics.HostNotUsable(source, span, WithoutUser(address), reason));
            return null;
        }

        return address.TrimEnd('/');
    }

    /// <summary>Whether a secret sent there can be read on the way; the machine itself is no way.</summary>
    public static bool IsInTheClear(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback;

    private static LocalizedText? ReasonAgainst(string address)
    {
        if (address.Any(u => u <= ' ' || char.IsWhiteSpace(u)) || address.Contains('\\', StringComparison.Ordinal)
            || !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) || uri.Host.Length == 0
            || address.AsSpan().IndexOf("://") < 0)
        {
            return new("expected an absolute address such as 'https://api.example.com/v1'", "esperava um endereço absoluto como 'https://api.example.com/v1'");
        }

        if (uri.UserInfo.Length > 0)
        {
            return new("user and password do not belong in an address; use 'auth'", "usuário e senha não pertencem ao endereço; use 'auth'");
        }

        if (address.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            return new("an address has no query and no fragment", "um endereço não tem consulta nem fragmento");
        }

        return address.AsSpan().IndexOfAny('{', '}') >= 0
            ? new("its variables have no values", "suas variáveis não têm valores")
            : null;
    }

    // What stands before the @ may be a secret, and messages are shown.
    private static string WithoutUser(string address)
    {
        var at = address.LastIndexOf('@');
        var start = address.IndexOf("://", StringComparison.Ordinal);
        return at > start && start >= 0 ? address[..(start + 3)] + "…" + address[at..] : address;
    }
}
