using Microsoft.AspNetCore.Identity;

namespace Archive.Web.Auth;

/// <summary>Length over composition: twelve characters or more, at least five different, and not the account's own name in it.</summary>
internal sealed class PasswordRules : IPasswordValidator<ArchiveUser>
{
    public const int MinimumLength = 12;
    public const int MinimumDifferent = 5;

    public Task<IdentityResult> ValidateAsync(UserManager<ArchiveUser> manager, ArchiveUser user, string? password) =>
        Task.FromResult(
            user.UserName is { Length: > 2 } name && password?.Contains(name, StringComparison.OrdinalIgnoreCase) == true
                ? IdentityResult.Failed(new IdentityError { Code = "PasswordHoldsName", Description = "The password must not hold the account's name." })
                : IdentityResult.Success);
}
