using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using ScriptGrid.Engine.Access;

namespace ScriptGrid.Engine.Http;

/// <summary>Requires the role that the current rules demand for a request.</summary>
internal sealed class AccessRequirement(WebAccess access) : AuthorizationHandler<AccessRequirement>, IAuthorizationRequirement
{
    /// <summary>The policy of every request, except those to open endpoints.</summary>
    public AuthorizationPolicy Policy => new AuthorizationPolicyBuilder().AddRequirements(this).Build();

    /// <inheritdoc/>
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is HttpContext http && IsMet(context, access.Rules.Needed(LoginHandler.IsChange(http.Request))))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool IsMet(AuthorizationHandlerContext context, AccessRole needed) => needed switch
    {
        AccessRole.Anybody => true,
        AccessRole.Reader => context.User.IsInRole(nameof(AccessRole.Reader)) || context.User.IsInRole(nameof(AccessRole.Admin)),
        _ => context.User.IsInRole(nameof(AccessRole.Admin)),
    };
}
